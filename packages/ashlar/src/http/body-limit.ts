/** Holds each body to the limit of its route while it is read, before anything is parsed. */
import { Transform } from 'node:stream'
import type { FastifyRequest, RequestPayload } from 'fastify'
import { bodyTooLarge } from './errors.ts'
import type { ModuleRoutes } from './route-table.ts'

/** The limit Fastify applies to all bodies: the largest that any route takes. */
export function largestBodyLimit(modules: readonly ModuleRoutes[], defaultBytes: number): number {
  let largest = defaultBytes
  for (const { routes } of modules) {
    for (const { bodyLimitBytes } of routes) if (bodyLimitBytes && bodyLimitBytes > largest) largest = bodyLimitBytes
  }
  return largest
}

/**
 * Passes a body on while it stays within its route's limit.
 *
 * @throws ASH228 when it is larger, at once if its length is announced.
 */
export function enforceBodyLimit(
  request: FastifyRequest,
  payload: RequestPayload,
  defaultBytes: number,
): RequestPayload {
  const limitBytes = request.visit?.match?.route.bodyLimitBytes ?? defaultBytes
  const announced = request.headers['content-length']
  if (announced !== undefined) {
    if (Number(announced) > limitBytes) throw bodyTooLarge(limitBytes)
    return payload
  }
  return request.headers['transfer-encoding'] === undefined ? payload : payload.pipe(countBytes(limitBytes))
}

function countBytes(limitBytes: number): Transform & RequestPayload {
  let seenBytes = 0
  const counter: Transform & RequestPayload = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seenBytes += chunk.length
      counter.receivedEncodedLength = seenBytes
      done(seenBytes > limitBytes ? bodyTooLarge(limitBytes) : null, chunk)
    },
  })
  counter.receivedEncodedLength = 0
  return counter
}
