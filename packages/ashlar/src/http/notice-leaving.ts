import type { FastifyReply } from 'fastify'
import { clientLeft } from './errors.ts'
import type { Visit } from './visit.ts'

/**
 * Notices a client that leaves before its answer. What only reads is ended at once, with the statement it is running. What may
 * write goes on once its handler has begun: whoever left cannot know how far it had come, and is told the truth by looking again.
 */
export function noticeLeaving({ raw }: FastifyReply, visit: Visit): void {
  raw.once('close', () => {
    if (raw.writableFinished) return
    visit.left = true
    if (visit.scope.readOnly) visit.ended.abort(clientLeft())
  })
}
