import type { FastifyInstance } from 'fastify'

/** Logs one line for each request: never a query, a header or a body, which may hold secrets. */
export function logRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', async (request, reply) => {
    const { visit } = request
    request.log.info({
      method: request.method,
      path: visit?.path ?? request.routeOptions.url,
      route: visit?.match ? `${visit.match.module}.${visit.match.route.key}` : undefined,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      user: visit?.viewer.identity?.id,
      tenant: visit?.tenant?.slug,
    })
  })
}
