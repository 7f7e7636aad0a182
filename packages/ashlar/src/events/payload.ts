/** Payloads on their way into the database and out of it, across versions. */
import type { EventDeclaration } from '../contract/events.ts'
import type { Listener } from '../contract/listeners.ts'
import { readPayloadJson, writePayloadJson } from '../payload/payload-json.ts'
import { payloadInvalid, payloadUnreadable, payloadVersionUnknown } from './errors.ts'

/** A payload as it was published: JSON of some version. */
export interface KeptPayload {
  readonly name: string
  readonly version: number
  readonly payload: unknown
}

/**
 * Writes a payload as JSON.
 *
 * @throws ASH482 when it does not fit its schema, or the schema cannot write what it reads.
 */
export function writePayload({ name, payload: schema }: EventDeclaration, payload: unknown): string {
  return writePayloadJson(schema, payload, (reason, cause) => payloadInvalid(name, reason, cause))
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
  const read = readPayloadJson(schema, payload, (reason) => payloadUnreadable(name, version, reason))
  if (wanted === version) return read
  const now = published === undefined ? read : published.up(read)
  return wanted === declaration.version ? now : declaration.versions[wanted]?.down(now)
}

function listVersions({ version, versions }: EventDeclaration): number[] {
  return [...Object.keys(versions).map(Number), version]
}
