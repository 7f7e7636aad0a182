/** Answers what never becomes a request: no hook, no route and no log line sees it. */
import { maxHeaderSize, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { AshlarError } from '../contract/errors.ts'
import { headersTooLarge, malformedRequest, requestTooSlow } from './errors.ts'
import { createProblem } from './problem.ts'

/** Tells a client what was wrong with its bytes, as far as it still listens, and ends the connection. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error)
    return
  }
  const { status, headers, body = '' } = createProblem(explain(error.code), crypto.randomUUID())
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' })
  socket.end(
    [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join(
      '\r\n',
    ),
  )
}

/** Source: Node.js documentation, "Event: 'clientError'". */
function explain(code: string | undefined): AshlarError {
  if (code === 'HPE_HEADER_OVERFLOW') return headersTooLarge(maxHeaderSize)
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return requestTooSlow()
  return malformedRequest('it is not well-formed HTTP.')
}
