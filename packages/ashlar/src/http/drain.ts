/**
 * Stops a server without failing a request.
 *
 * Closing at once fails clients that keep a connection and are just sending on it. So the server first says on every
 * answer that the connection ends (`Connection: close`, RFC 9112 §9.6) and reports itself as not ready, for as long as
 * a load balancer needs to notice; only then does it stop accepting.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

export interface DrainOptions {
  readonly lameDuckMs: number
  readonly drainTimeoutMs: number
}

export interface Drain {
  readonly isDraining: () => boolean
  /** Ends the server once its requests are answered, or after `drainTimeoutMs`. A second call awaits the first. */
  readonly stop: () => Promise<void>
}

export function createDrain(fastify: FastifyInstance, options: DrainOptions): Drain {
  let stopping: Promise<void> | undefined
  fastify.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close')
  })

  async function stop(): Promise<void> {
    if (fastify.server.listening) await delay(options.lameDuckMs)
    const timer = setTimeout(() => fastify.server.closeAllConnections(), options.drainTimeoutMs)
    try {
      await fastify.close()
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    isDraining: () => stopping !== undefined,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}
