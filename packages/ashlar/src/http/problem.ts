/** Problem details for HTTP APIs: RFC 9457. */

import { STATUS_CODES } from 'node:http'
import type { AshlarError } from '../contract/errors.ts'
import type { Answer } from './visit.ts'

const problemHeaders = Object.freeze({
  'content-type': 'application/problem+json; charset=utf-8',
  'cache-control': 'no-store',
})

/** An error as a program reads it, with the messages of its fields. Details of a 5xx stay in the log. */
export function createProblem(error: AshlarError, requestId: string, fields = error.details.fields): Answer {
  const problem = {
    type: `urn:ashlar:error:${error.code}`,
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    detail: error.sentence,
    code: error.code,
    requestId,
    ...(error.status < 500 && fields !== undefined ? { errors: fields } : {}),
  }
  return { status: error.status, headers: problemHeaders, body: JSON.stringify(problem) }
}
