/** What a collector of metrics is told of a process and of what waits in the database. */
import type { Logger } from 'pino'
import type { Database } from '../data/runtime.ts'
import type { EventOperations } from '../events/operations.ts'
import type { AnsweredRequest } from '../http/metrics.ts'
import type { JobOperations } from '../jobs/operations.ts'

export interface MetricsParts {
  readonly database: Database
  readonly events: EventOperations
  readonly jobs: JobOperations
  readonly log: Logger
}

export interface Metrics {
  readonly onAnswered: (request: AnsweredRequest) => void
  readonly write: () => Promise<{ readonly contentType: string; readonly text: string }>
}

const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Begins to count. What waits in the database is looked up when a collector asks. */
export async function createMetrics({ database, events, jobs, log }: MetricsParts): Promise<Metrics> {
  const { collectDefaultMetrics, Gauge, Histogram, Registry } = await import('prom-client')
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })

  const duration = new Histogram({
    name: 'ashlar_http_request_duration_seconds',
    help: 'How long requests took to be answered.',
    labelNames: ['route', 'method', 'status'],
    buckets: durationBuckets,
    registers: [registry],
  })
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `ashlar_${name}`, help, labelNames, registers: [registry] })

  const connections = gauge('database_connections', 'Connections of this process.', 'pool', 'state')
  const up = gauge('database_up', 'Whether the database could be asked for the metrics that stand in it.')
  const event = {
    pending: gauge(
      'events_pending',
      'Deliveries that are not done, those that are being handled or tried again included.',
      'handler',
    ),
    retrying: gauge('events_retrying', 'Deliveries that failed and are tried again.', 'handler'),
    dead: gauge('events_dead', 'Deliveries that are left to a person.', 'handler'),
    lag: gauge(
      'events_lag_seconds',
      'How long the longest that is due has waited; what has been handled for over ten seconds counts, from then on.',
      'handler',
    ),
    paused: gauge('events_paused', 'Whether a handler is held back.', 'handler'),
  }
  const job = {
    waiting: gauge('jobs_waiting', 'Jobs that wait, those that are tried again included.', 'job'),
    running: gauge(
      'jobs_running',
      'Jobs that processes have taken: those that run, and short ones that are about to.',
      'job',
    ),
    failed: gauge('jobs_failed', 'Jobs that are left to a person.', 'job'),
    lag: gauge('jobs_lag_seconds', 'How long the longest that is due has waited.', 'job'),
    paused: gauge('jobs_paused', 'Whether a kind of job is held back.', 'job'),
  }
  const late = gauge('schedule_late_seconds', 'For how long a time that is due has not fired.', 'job')

  function notePools(): void {
    for (const [pool, { total, idle, waiting }] of Object.entries(database.use())) {
      connections.set({ pool, state: 'used' }, total - idle)
      connections.set({ pool, state: 'idle' }, idle)
      connections.set({ pool, state: 'awaited' }, waiting)
    }
  }

  /** What is not known is left out: an old number would look like one of now. */
  function forgetWaiting(): void {
    for (const each of [...Object.values(event), ...Object.values(job), late]) each.reset()
  }

  async function noteWaiting(): Promise<void> {
    const [handlers, queues, schedules] = await Promise.all([events.metrics(), jobs.queues(), jobs.schedules()])
    forgetWaiting()
    for (const { handler, pending, retrying, dead, lagMs, paused } of handlers) {
      event.pending.set({ handler }, pending)
      event.retrying.set({ handler }, retrying)
      event.dead.set({ handler }, dead)
      event.lag.set({ handler }, lagMs / 1_000)
      event.paused.set({ handler }, Number(paused))
    }
    for (const { job: name, waiting, running, failed, lagSeconds, paused } of queues) {
      job.waiting.set({ job: name }, waiting)
      job.running.set({ job: name }, running)
      job.failed.set({ job: name }, failed)
      job.lag.set({ job: name }, lagSeconds)
      job.paused.set({ job: name }, Number(paused))
    }
    for (const { job: name, lateSeconds } of schedules) late.set({ job: name }, lateSeconds)
  }

  return {
    onAnswered: ({ route, method, status, seconds }) => duration.observe({ route, method, status }, seconds),
    async write() {
      notePools()
      try {
        await noteWaiting()
        up.set(1)
      } catch (err) {
        up.set(0)
        forgetWaiting()
        log.warn({ err }, 'The database could not be asked for metrics.')
      }
      return { contentType: registry.contentType, text: await registry.metrics() }
    },
  }
}
