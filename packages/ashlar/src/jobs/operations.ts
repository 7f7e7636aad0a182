/** What people and programs may ask of jobs, and do about them. */
import type { PgBoss } from 'pg-boss'
import type { Database } from '../data/runtime.ts'
import { runStatement } from '../data/runtime.ts'
import type { Clock } from '../time/clock.ts'
import { type Engine, inUnitOfWork } from './engine.ts'
import { jobNotFound, jobStateRefused, queueUnknown } from './errors.ts'
import type { Notifier } from './notifier.ts'
import type { Queues } from './queues.ts'
import { prepareText, runAside } from './statements.ts'

/** How far a job is: it waits, waits for another try, runs, or has ended. */
export type JobState = 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed'

/** A job as a person sees it. What it was given is not among it: that may be nobody's business. */
export interface JobFacts {
  readonly id: string
  /** `billing.remindOverdue`. */
  readonly job: string
  readonly state: JobState
  /** How often it has been tried. */
  readonly attempts: number
  readonly priority: number
  readonly enqueuedAt: Date
  /** When it may run, or might have. */
  readonly dueAt: Date
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  /** Why the last try failed. */
  readonly error: { readonly code?: string; readonly message: string } | null
  readonly progress: { readonly done: number; readonly note?: string } | null
  /** Whether a module of this app does such jobs; others are kept until one does. */
  readonly installed: boolean
}

/** A job with what it was given. */
export interface JobDetails extends JobFacts {
  readonly payload: unknown
  /** The request that asked for it. */
  readonly request: string
  readonly actor: string | null
  readonly tenant: string | null
}

/** Which jobs are meant. */
export interface JobSelection {
  readonly job?: string | undefined
  readonly state?: JobState | undefined
  /** @default 100 */
  readonly limit?: number | undefined
}

/** One kind of job, and how many there are. */
export interface QueueFacts {
  readonly job: string
  readonly paused: boolean
  readonly installed: boolean
  readonly waiting: number
  readonly running: number
  readonly failed: number
  /** How long the longest that is due has waited, in seconds. */
  readonly lagSeconds: number
}

export interface ScheduleFacts {
  readonly job: string
  readonly schedule: string
  readonly timeZone: string
  readonly paused: boolean
  /** The last time that fired, or when the schedule began. `null` when nobody has kept it yet. */
  readonly lastAt: Date | null
  readonly nextAt: Date
}

export interface JobOperations {
  /** The newest first. */
  readonly list: (selection?: JobSelection) => Promise<readonly JobFacts[]>
  /** @throws ASH931 when there is none. */
  readonly show: (id: string) => Promise<JobDetails>
  /** Has a job tried now that failed or waits. @throws ASH931, or ASH932 when it runs or has ended well. */
  readonly retry: (id: string) => Promise<void>
  /** Ends a job before it is done, also while it runs. @throws ASH931, or ASH932 when it has ended. */
  readonly cancel: (id: string) => Promise<void>
  /** Removes a job that does not run. @throws ASH931, or ASH932 when it runs. */
  readonly discard: (id: string) => Promise<void>
  readonly queues: () => Promise<readonly QueueFacts[]>
  readonly schedules: () => Promise<readonly ScheduleFacts[]>
  /** Holds back a kind of job: what runs goes on, nothing else starts. @throws ASH930 when there is none. */
  readonly pause: (job: string) => Promise<void>
  /** @throws ASH930 when there is no such kind of job. */
  readonly resume: (job: string) => Promise<void>
  /** Has everything that waits be due as if some time had passed. For tests. */
  readonly hasten: (byMs: number) => Promise<void>
}

export interface JobOperationsOptions {
  readonly database: Database
  readonly engine: Engine
  readonly queues: Queues
  readonly clock: Clock
  readonly notifier: Notifier
  readonly wake: (queues: readonly string[]) => boolean
}

export function createJobOperations(options: JobOperationsOptions): JobOperations {
  const { database, engine, queues, clock, notifier } = options
  const aside = <Result>(work: () => Promise<Result>) => runAside(database.bookkeeping, work)

  /** An app without jobs has no tables for them, unless it had some once. */
  async function hasTables(): Promise<boolean> {
    const { rows } = await aside(() => runStatement(findTables([])))
    return (rows as { readonly found: boolean }[])[0]?.found === true
  }

  async function read(selection: readonly unknown[]): Promise<JobDetails[]> {
    if (!(await hasTables())) return []
    const { rows } = await aside(() => runStatement(readJobs(selection)))
    return (rows as JobRow[]).map((row) => describe(row, queues.has(row.job)))
  }

  async function show(id: string): Promise<JobDetails> {
    const [found] = isUuid(id) ? await read([id, null, null, 1]) : []
    if (found === undefined) throw jobNotFound(id)
    return found
  }

  /** Does something about one job; whoever else changes it meanwhile goes first. */
  async function change(
    id: string,
    wanted: string,
    work: (facts: JobFacts, boss: PgBoss) => Promise<boolean>,
  ): Promise<JobFacts> {
    const [facts, boss] = [await show(id), await engine.open()]
    if (!(await aside(() => work(facts, boss)))) throw jobStateRefused(id, (await show(id)).state, wanted)
    return facts
  }

  const tellDue = (job: string) => {
    if (!options.wake([job])) notifier.notifyDue()
  }

  async function getQueue(job: string): Promise<string> {
    if (queues.has(job)) return job
    const known = await listQueues()
    if (!known.some((queue) => queue.job === job))
      throw queueUnknown(
        job,
        known.map((queue) => queue.job),
      )
    return job
  }

  async function listQueues(): Promise<readonly QueueFacts[]> {
    if (!(await hasTables())) return []
    const { rows } = await aside(() => runStatement(readQueues([[...queues.keys()]])))
    return (rows as Omit<QueueFacts, 'installed'>[]).map((row) => ({ ...row, installed: queues.has(row.job) }))
  }

  return {
    async list({ job, state, limit = 100 } = {}) {
      const found = await read([null, job ?? null, state ?? null, limit])
      return found.map(({ payload: _payload, request: _request, actor: _actor, tenant: _tenant, ...facts }) => facts)
    },
    show,
    async retry(id) {
      const { job } = await change(id, 'tried again', async (facts, boss) => {
        if (facts.state === 'failed') await boss.retry(facts.job, id, { db: inUnitOfWork })
        return (await runStatement(dueNow([facts.job, id]))).rowCount === 1
      })
      tellDue(job)
    },
    async cancel(id) {
      await change(id, 'cancelled', async ({ job }, boss) => {
        return ((await boss.cancel(job, id, { db: inUnitOfWork })) as { affected: number }).affected === 1
      })
      notifier.notifyCancelled([id])
    },
    async discard(id) {
      await change(id, 'discarded', async ({ job }) => (await runStatement(remove([job, id]))).rowCount === 1)
    },
    queues: listQueues,
    async schedules() {
      const { findNextTime } = await import('../time/cron.ts')
      const scheduled = [...queues.values()].flatMap(({ id, schedule, timeZone }) =>
        schedule === null ? [] : [{ job: id, schedule, timeZone }],
      )
      const { rows } = await aside(() => runStatement(readSchedules([scheduled.map(({ job }) => job), clock.aheadMs])))
      const kept = new Map((rows as ScheduleRow[]).map((row) => [row.job, row]))
      return scheduled.map((each) => {
        const { last_time: lastAt = null, paused = false, now = new Date() } = kept.get(each.job) ?? {}
        return { ...each, paused, lastAt, nextAt: findNextTime(each, now) }
      })
    },
    async pause(job) {
      const queue = await getQueue(job)
      await aside(() => runStatement(pause([queue])))
    },
    async resume(job) {
      const queue = await getQueue(job)
      await aside(() => runStatement(resume([queue])))
      tellDue(queue)
    },
    async hasten(byMs) {
      await aside(() => runStatement(hasten([byMs])))
    },
  }
}

interface JobRow {
  readonly id: string
  readonly job: string
  readonly state: JobState
  readonly retry_count: number
  readonly priority: number
  readonly data: { readonly payload: unknown; readonly scope: { request: string; actor?: string; tenant?: string } }
  readonly output: { readonly error?: JobFacts['error']; readonly progress?: JobFacts['progress'] } | null
  readonly created_on: Date
  readonly start_after: Date
  readonly started_on: Date | null
  readonly completed_on: Date | null
}

interface ScheduleRow {
  readonly job: string
  readonly last_time: Date | null
  readonly paused: boolean
  readonly now: Date
}

function describe(row: JobRow, installed: boolean): JobDetails {
  const { id, job, state, priority, data, output } = row
  return {
    id,
    job,
    state,
    attempts: row.started_on === null ? row.retry_count : row.retry_count + 1,
    priority,
    enqueuedAt: row.created_on,
    dueAt: row.start_after,
    startedAt: row.started_on,
    endedAt: row.completed_on,
    error: output?.error ?? null,
    progress: output?.progress ?? null,
    installed,
    payload: data.payload,
    request: data.scope.request,
    actor: data.scope.actor ?? null,
    tenant: data.scope.tenant ?? null,
  }
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

const findTables = prepareText(
  'find_tables',
  'select',
  `select pg_catalog.to_regclass('ashlar_jobs.job') is not null as found`,
)

const readJobs = prepareText(
  'read',
  'select',
  `select id, name as job, state::text, retry_count, priority, data, output, created_on, start_after, started_on, completed_on
   from ashlar_jobs.job
   where ($1::uuid is null or id = $1) and ($2::text is null or name = $2) and ($3::text is null or state::text = $3)
   order by created_on desc limit $4::int`,
)

const dueNow = prepareText(
  'due_now',
  'update',
  `update ashlar_jobs.job set start_after = least(start_after, ashlar_jobs.job_now())
   where name = $1 and id = $2::uuid and state < 'active'`,
)

const remove = prepareText(
  'discard',
  'delete',
  `delete from ashlar_jobs.job where name = $1 and id = $2::uuid and state <> 'active'`,
)

const readQueues = prepareText(
  'read_queues',
  'select',
  `select queue.name as job, paused.queue is not null as paused,
     count(*) filter (where state < 'active')::int as waiting,
     count(*) filter (where state = 'active')::int as running,
     count(*) filter (where state = 'failed')::int as failed,
     coalesce(max(extract(epoch from ashlar_jobs.job_now() - start_after))
       filter (where state < 'active' and start_after <= ashlar_jobs.job_now()), 0)::float8 as "lagSeconds"
   from ashlar_jobs.queue left join ashlar_jobs.job on job.name = queue.name
     left join ashlar.job_pause as paused on paused.queue = queue.name
   group by queue.name, paused.queue
   having queue.name = any($1::text[]) or count(job.id) > 0
   order by queue.name`,
)

const readSchedules = prepareText(
  'read_schedules',
  'select',
  `select wanted.job, last_time, paused.queue is not null as paused,
     clock_timestamp() + $2::float8 * interval '1ms' as now
   from unnest($1::text[]) as wanted (job) left join ashlar.job_schedule using (job)
     left join ashlar.job_pause as paused on paused.queue = wanted.job`,
)

const pause = prepareText('pause', 'insert', 'insert into ashlar.job_pause (queue) values ($1) on conflict do nothing')

const resume = prepareText('resume', 'delete', 'delete from ashlar.job_pause where queue = $1')

const hasten = prepareText(
  'hasten',
  'update',
  `update ashlar_jobs.job set start_after = start_after - $1::float8 * interval '1ms' where state < 'active'`,
)
