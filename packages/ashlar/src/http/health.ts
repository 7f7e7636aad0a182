import type { FastifyInstance } from 'fastify'

export interface HealthOptions {
  readonly assertReady: () => Promise<void>
  readonly isDraining: () => boolean
}

/** Adds `/up` (the process lives) and `/up/ready` (it can serve: the database answers and it is not stopping). */
export function addHealthProbes(fastify: FastifyInstance, options: HealthOptions): void {
  fastify.get('/up', { logLevel: 'silent' }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'up' }),
  )
  fastify.get('/up/ready', { logLevel: 'silent' }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (options.isDraining()) return reply.code(503).send({ status: 'draining' })
    try {
      await options.assertReady()
      return reply.send({ status: 'ready' })
    } catch (error) {
      request.log.warn({ err: error }, 'The app is not ready.')
      return reply.code(503).header('retry-after', '1').send({ status: 'unavailable' })
    }
  })
}
