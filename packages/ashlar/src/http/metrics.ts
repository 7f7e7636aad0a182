/** Counts requests, and tells a collector of metrics. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { metricsRefused } from './errors.ts'

/** A request that was answered. */
export interface AnsweredRequest {
  /** `module.key`, the path that a plugin gave it, or `none`. */
  readonly route: string
  readonly method: string
  readonly status: number
  readonly seconds: number
}

export interface MetricsOptions {
  /** What a collector has to send. */
  readonly token: string
  readonly onAnswered: (request: AnsweredRequest) => void
  readonly write: () => Promise<{ readonly contentType: string; readonly text: string }>
}

/** Adds `/up/metrics`, in the text format of Prometheus. @throws ASH586 for whoever sends another token, or none. */
export function addMetrics(fastify: FastifyInstance, { token, onAnswered, write }: MetricsOptions): void {
  fastify.addHook('onResponse', async (request, reply) => {
    onAnswered({
      route: routeOf(request),
      method: request.method,
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1_000,
    })
  })
  fastify.get('/up/metrics', { logLevel: 'silent' }, async (request, reply) => {
    if (!isSame(request.headers.authorization ?? '', `Bearer ${token}`)) throw metricsRefused()
    const { contentType, text } = await write()
    return reply.headers({ 'cache-control': 'no-store', 'content-type': contentType }).send(text)
  })
}

/** Never the path of a request: anybody could make up as many as there is memory for. */
function routeOf({ visit, routeOptions }: FastifyRequest): string {
  if (visit?.match) return `${visit.match.module}.${visit.match.route.key}`
  return visit === undefined || routeOptions.url !== '/*' ? (routeOptions.url ?? 'none') : 'none'
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Takes as long whatever is sent. */
const isSame = (sent: string, wanted: string): boolean => timingSafeEqual(digest(sent), digest(wanted))
