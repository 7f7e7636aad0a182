/** Payloads on their way into the database and out of it, across versions. */
import { z } from 'zod'
import type { EventDeclaration } from '../contract/events.ts'
import type { Listener } from '../contract/listeners.ts'
import { payloadInvalid, payloadUnreadable, payloadVersionUnknown, reasonOf } from './errors.ts'

/** A payload as it was published: JSON of some version. */
export interface KeptPayload {
  readonly name: string
  readonly version: number
  readonly payload: unknown
}

/**
 * Writes a payload as JSON, and makes sure that it can be read again.
 *
 * @throws ASH482 when it does not fit its schema, or the schema cannot write what it reads.
 */
export function writePayload({ name, payload: schema }: EventDeclaration, payload: unknown): string {
  let text: string
  try {
    text = JSON.stringify(z.encode(schema, payload))
  } catch (error) {
    throw payloadInvalid(name, explain(error), error)
  }
  const read = schema.safeParse(JSON.parse(text))
  if (!read.success) throw payloadInvalid(name, `it cannot be read again from JSON: ${explain(read.error)}`, read.error)
  return text
}

/**
 * Reads a payload as a handler asks for it. A handler of several events gets it as it was published.
 *
 * @throws ASH488 when it does not fit the schema of its version, ASH489 when that version is not known here.
 */
export function readPayload({ name, version, payload }: KeptPayload, { declaration, options }: Listener): unknown {
  if (declaration === undefined) return payload
  const wanted = options.version ?? declaration.version
  const published = declaration.versions[version]
  const schema = version === declaration.version ? declaration.payload : published?.payload
  if (schema === undefined) throw payloadVersionUnknown(name, version, listVersions(declaration))
  const read = schema.safeParse(payload)
  if (!read.success) throw payloadUnreadable(name, version, explain(read.error))
  if (wanted === version) return read.data
  const now = published === undefined ? read.data : published.up(read.data)
  return wanted === declaration.version ? now : declaration.versions[wanted]?.down(now)
}

function listVersions({ version, versions }: EventDeclaration): number[] {
  return [...Object.keys(versions).map(Number), version]
}

function explain(error: unknown): string {
  if (!(error instanceof z.core.$ZodError)) return reasonOf(error)
  return error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ')
}
