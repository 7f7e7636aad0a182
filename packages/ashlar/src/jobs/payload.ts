/** What jobs are given, on its way into the database and out of it. */
import type { JobDeclaration } from '../contract/jobs.ts'
import { readPayloadJson, writePayloadJson } from '../payload/payload-json.ts'
import { payloadInvalid, payloadUnreadable } from './errors.ts'
import { findUnkeepable } from './kept-text.ts'

/** What stands for no payload in JSON. */
const nothing = null

/** How JSON spells what the database may refuse: most payloads have none of it, and need not be searched. */
const escaped = /\\u(?:0000|d[89a-f])/

/**
 * Writes a payload as JSON.
 *
 * @throws ASH922 when it does not fit its schema, or the schema cannot write what it reads.
 */
export function writePayload(job: string, { options }: JobDeclaration, payload: unknown): unknown {
  const { payload: schema } = options
  if (schema !== undefined) {
    const text = writePayloadJson(schema, payload, (reason, cause) => payloadInvalid(job, reason, cause))
    const written: unknown = JSON.parse(text)
    const refused = escaped.test(text) ? findUnkeepable(written) : undefined
    if (refused === undefined) return written
    throw payloadInvalid(job, `${refused} has a NUL, or half of a surrogate pair, which the database cannot keep`)
  }
  if (payload === undefined) return nothing
  throw payloadInvalid(job, 'it declares none')
}

/** Reads a payload. @throws ASH923 when it does not fit its schema any more. */
export function readPayload(job: string, { options }: JobDeclaration, written: unknown): unknown {
  if (options.payload === undefined) return undefined
  return readPayloadJson(options.payload, written, (reason) => payloadUnreadable(job, reason))
}
