/** What people and programs may ask of jobs, and do about them. */
import type { PgBoss } from 'pg-boss'
import { AshlarError } from '../contract/errors.ts'
import type { JobFacts, JobState } from '../contract/own-jobs.ts'
import { type Database, runAside, runStatement } from '../data/runtime.ts'
import { inUnitOfWork } from './engine.ts'
import type { EnqueuerOptions } from './enqueue.ts'
import { jobNotFound, jobStateRefused, queueUnknown } from './errors.ts'
import { isUuid, parseKeptJob } from './kept-job.ts'
import type { Notifier } from './notifier.ts'
import { createScheduleOperations, type ScheduleOperations } from './schedule-operations.ts'
import { makeDue } from './settle.ts'
import { prepareText } from './statements.ts'

/** A job with what it was given. */
export interface JobDetails extends JobFacts {
  /** All that is kept for the job, when somebody has spoilt its row. */
  readonly payload: unknown
  /** The request that asked for it; `null` when its row was spoilt. */
  readonly request: string | null
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
  /** How many of the waiting are held, because their tenant is suspended. */
  readonly held: number
  /**
   * How many processes have taken: those that run and, where jobs take only moments, the few that a process has taken ahead to
   * begin them next.
   */
  readonly running: number
  readonly failed: number
  /** How long the longest that is due has waited, in seconds. */
  readonly lagSeconds: number
}

export interface JobOperations extends ScheduleOperations {
  /** The newest first. @throws ASH930 when there is no such kind of job. */
  readonly list: (selection?: JobSelection) => Promise<readonly JobFacts[]>
  /** @throws ASH931 when there is none. */
  readonly show: (id: string) => Promise<JobDetails>
  /**
   * Has a job tried now that failed or waits.
   *
   * @throws ASH931, or ASH932 when it runs or has ended well, or is unique and another with its key waits or runs.
   */
  readonly retry: (id: string) => Promise<void>
  /** Ends a job before it is done, also while it runs. @throws ASH931, or ASH932 when it has ended. */
  readonly cancel: (id: string) => Promise<void>
  /** Removes a job that does not run. @throws ASH931, or ASH932 when it runs. */
  readonly discard: (id: string) => Promise<void>
  readonly queues: () => Promise<readonly QueueFacts[]>
  /**
   * Holds back a kind of job: what runs goes on, nothing else starts, and its schedule does not fire.
   *
   * @throws ASH930 when there is none.
   */
  readonly pause: (job: string) => Promise<void>
  /**
   * Has a kind of job go on. Of the times of its schedule that came meanwhile the last fires.
   *
   * @throws ASH930 when there is no such kind of job.
   */
  readonly resume: (job: string) => Promise<void>
  /** Has everything that waits be due as if some time had passed. For tests. */
  readonly hasten: (byMs: number) => Promise<void>
}

export interface JobOperationsOptions {
  readonly database: Database
  readonly enqueuer: EnqueuerOptions
  readonly notifier: Notifier
  readonly wake: (queues: readonly string[]) => boolean
  /** Gives back what this process has taken of a kind of job and has not begun. */
  readonly letGo: (queue: string) => Promise<void>
}

export function createJobOperations(options: JobOperationsOptions): JobOperations {
  const { database, enqueuer, notifier } = options
  const { engine, queues } = enqueuer
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
      const queue = job === undefined ? null : await getQueue(job)
      const found = await read([null, queue, state ?? null, limit])
      return found.map(({ payload: _payload, request: _request, actor: _actor, tenant: _tenant, ...facts }) => facts)
    },
    show,
    async retry(id) {
      const { job } = await change(id, 'tried again', async (facts, boss) => {
        if (facts.state === 'failed') await boss.retry(facts.job, id, { db: inUnitOfWork })
        return makeDue(facts.job, id)
      }).catch((error: unknown) => {
        if (!(error instanceof AshlarError) || error.code !== 'ASH414') throw error
        const besides = ', and another with the same key waits or runs'
        throw jobStateRefused(id, 'failed', 'tried again', { besides, cause: error })
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
    ...createScheduleOperations(database, enqueuer),
    async pause(job) {
      const queue = await getQueue(job)
      await aside(() => runStatement(pause([queue])))
      notifier.notifyPaused(queue)
      await options.letGo(queue)
    },
    async resume(job) {
      const queue = await getQueue(job)
      await aside(() => runStatement(resume([queue])))
      tellDue(queue)
    },
    async hasten(byMs) {
      if (await hasTables()) await aside(() => runStatement(hasten([byMs])))
    },
  }
}

interface JobRow {
  readonly id: string
  readonly job: string
  readonly state: JobState
  readonly retry_count: number
  readonly priority: number
  readonly data: unknown
  readonly output: { readonly error?: JobFacts['error']; readonly progress?: JobFacts['progress'] } | null
  readonly created_on: Date
  readonly start_after: Date | null
  readonly started_on: Date | null
  readonly completed_on: Date | null
}

function describe(row: JobRow, installed: boolean): JobDetails {
  const { id, job, state, priority, data, output } = row
  const kept = parseKeptJob(data)
  return {
    id,
    job,
    state,
    attempts: row.started_on === null ? row.retry_count : row.retry_count + 1,
    priority,
    enqueuedAt: row.created_on,
    dueAt: row.start_after,
    held: row.start_after === null,
    startedAt: row.started_on,
    endedAt: row.completed_on,
    error: output?.error ?? null,
    progress: output?.progress ?? null,
    installed,
    payload: kept === undefined ? data : kept.payload,
    request: kept?.scope.request ?? null,
    actor: kept?.scope.actor ?? null,
    tenant: kept?.scope.tenant ?? null,
  }
}

const findTables = prepareText(
  'find_tables',
  'select',
  `select pg_catalog.to_regclass('ashlar_jobs.job') is not null as found`,
)

const readJobs = prepareText(
  'read',
  'select',
  `select id, name as job, state::text, retry_count, priority, data, output, created_on, nullif(start_after, 'infinity') as start_after, started_on, completed_on
   from ashlar_jobs.job
   where ($1::uuid is null or id = $1) and ($2::text is null or name = $2) and ($3::text is null or state::text = $3)
   order by created_on desc, id desc limit $4::int`,
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
     count(*) filter (where state < 'active' and start_after = 'infinity')::int as held,
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

const pause = prepareText('pause', 'insert', 'insert into ashlar.job_pause (queue) values ($1) on conflict do nothing')

const resume = prepareText('resume', 'delete', 'delete from ashlar.job_pause where queue = $1')

const hasten = prepareText(
  'hasten',
  'update',
  `update ashlar_jobs.job set start_after = start_after - $1::float8 * interval '1ms' where state < 'active'`,
)
