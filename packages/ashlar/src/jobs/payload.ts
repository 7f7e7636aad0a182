/** What jobs are given, on its way into the database and out of it. */
import { z } from 'zod'
import type { JobDeclaration } from '../contract/jobs.ts'
import { payloadInvalid, payloadUnreadable, reasonOf } from './errors.ts'

/** What stands for no payload in JSON. */
const nothing = null

/**
 * Writes a payload as JSON, and makes sure that it can be read again.
 *
 * @throws ASH922 when it does not fit its schema, or the schema cannot write what it reads.
 */
export function writePayload(job: string, { options }: JobDeclaration, payload: unknown): unknown {
  const { payload: schema } = options
  if (schema === undefined) {
    if (payload === undefined) return nothing
    throw payloadInvalid(job, 'it declares none')
  }
  let text: string | undefined
  try {
    text = JSON.stringify(z.encode(schema, payload))
  } catch (error) {
    throw payloadInvalid(job, explain(error), error)
  }
  const written: unknown = text === undefined ? nothing : JSON.parse(text)
  const read = schema.safeParse(written ?? undefined)
  if (!read.success) throw payloadInvalid(job, `it cannot be read again from JSON: ${explain(read.error)}`, read.error)
  return written
}

/** Reads a payload. @throws ASH923 when it does not fit its schema any more. */
export function readPayload(job: string, { options }: JobDeclaration, written: unknown): unknown {
  const { payload: schema } = options
  if (schema === undefined) return undefined
  const read = schema.safeParse(written ?? undefined)
  if (!read.success) throw payloadUnreadable(job, explain(read.error))
  return read.data
}

function explain(error: unknown): string {
  if (!(error instanceof z.core.$ZodError)) return reasonOf(error)
  return error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ')
}
