/** Payloads as JSON: on their way into the database, and out of it in another process or after an upgrade. */
import { z } from 'zod'

/** Makes an error of why a payload does not fit its schema. */
export type Unfit = (reason: string, cause: unknown) => Error

/**
 * Writes a payload as JSON, and makes sure that it can be read again.
 *
 * @throws What `unfit` makes of it when the payload does not fit, or the schema cannot write what it reads.
 */
export function writePayloadJson(schema: z.ZodType, payload: unknown, unfit: Unfit): string {
  let text: string
  try {
    text = JSON.stringify(z.encode(schema, payload)) ?? 'null'
  } catch (error) {
    throw unfit(explain(error), error)
  }
  readPayloadJson(schema, JSON.parse(text), (reason, cause) =>
    unfit(`it cannot be read again from JSON: ${reason}`, cause),
  )
  return text
}

/**
 * Reads a payload from JSON, where `null` may stand for one that is left out.
 *
 * @throws What `unfit` makes of it when it does not fit.
 */
export function readPayloadJson(schema: z.ZodType, written: unknown, unfit: Unfit): unknown {
  const read = schema.safeParse(written)
  if (read.success) return read.data
  const leftOut = written === null ? schema.safeParse(undefined) : read
  if (leftOut.success) return leftOut.data
  throw unfit(explain(read.error), read.error)
}

function explain(error: unknown): string {
  if (error instanceof z.core.$ZodError) {
    return error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ')
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
