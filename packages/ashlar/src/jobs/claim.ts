/** Takes jobs that are due, for this process to run. */
import type { PgBoss } from 'pg-boss'
import { runAside, runStatement, type UnitOfWorkSource } from '../data/runtime.ts'
import { type Engine, inUnitOfWork } from './engine.ts'
import { type KeptJob, parseKeptJob } from './kept-job.ts'
import { isLimited, type Queue } from './queues.ts'
import { holdJobs } from './settle.ts'
import { prepareText, relaxCommit } from './statements.ts'

/** A job that this process has taken. The number of its try tells it from what others may take later. */
export interface Claim {
  readonly id: string
  readonly queue: Queue
  /** How often it was tried before, as the engine counts. */
  readonly retryCount: number
  readonly retryLimit: number
  readonly enqueuedAt: Date
  /** `undefined` when somebody has spoilt its row. */
  readonly kept: KeptJob | undefined
}

/** What was taken, and where to look again. */
export interface Claims {
  readonly claims: readonly Claim[]
  /** Queues from which as much was taken as was asked for. */
  readonly more: readonly Queue[]
  /** Queues of which only some may run, passed over because nothing more can begin at once. */
  readonly crowded: readonly Queue[]
  /** Queues that may start nothing until some milliseconds have passed. */
  readonly later: readonly { readonly queue: Queue; readonly inMs: number }[]
}

/** How much a process has room for. */
export interface Room {
  /** How many it takes at most. */
  readonly limit: number
  /** How many it can begin at once; no more are taken of a queue of which only some may run. */
  readonly free: number
}

/** Takes jobs of some queues: those of the highest priority first, and of these the oldest. */
export async function claimDue(
  source: UnitOfWorkSource,
  engine: Engine,
  queues: readonly Queue[],
  room: Room,
): Promise<Claims> {
  const boss = await engine.open()
  const open = queues.filter(({ gate }) => gate === undefined || gate.mayBeOpen())
  return runAside(source, async () => {
    // A claim that a crash of the server loses costs nothing, so its commit need not wait for the disk.
    const [, due] = await Promise.all([runStatement(relaxCommit([])), runStatement(lookForDue([open.map(idOf)]))])
    const byId = new Map(queues.map((queue) => [queue.id, queue]))
    const found = (due.rows as { readonly queue: string }[]).flatMap(({ queue }) => byId.get(queue) ?? [])
    // What is limited goes first: beside what is claimed ahead it would find no room.
    const taken = await takeFrom(boss, [...found.filter(isLimited), ...found.filter(isUnlimited)], room)
    const held = await holdJobs(taken.claims)
    return { ...taken, claims: taken.claims.filter(({ id }) => !held.has(id)) }
  })
}

const isUnlimited = (queue: Queue): boolean => !isLimited(queue)

const idOf = ({ id }: Queue): string => id

async function takeFrom(boss: PgBoss, queues: readonly Queue[], { limit, free }: Room): Promise<Claims> {
  const claims: Claim[] = []
  const more: Queue[] = []
  const crowded: Queue[] = []
  const later: { queue: Queue; inMs: number }[] = []
  for (const [at, queue] of queues.entries()) {
    const equal = Math.ceil((limit - claims.length) / (queues.length - at))
    const share = isLimited(queue) ? Math.min(equal, Math.max(0, free - claims.length)) : equal
    if (share === 0) {
      const passedOver = isLimited(queue) ? crowded : more
      passedOver.push(queue)
      continue
    }
    const { allowed, inMs } = isLimited(queue) ? await readAllowance(queue, share) : { allowed: share, inMs: undefined }
    const taken = allowed === 0 ? [] : await fetchFrom(boss, queue, allowed)
    claims.push(...taken)
    if (queue.ratePerSecond !== null && taken.length > 0)
      await runStatement(spaceOut([queue.id, taken.length / queue.ratePerSecond]))
    if (inMs !== undefined) later.push({ queue, inMs })
    else if (taken.length === share || (isLimited(queue) && taken.length > 0)) more.push(queue)
  }
  return { claims, more, crowded, later }
}

async function fetchFrom(boss: PgBoss, queue: Queue, limit: number): Promise<Claim[]> {
  const jobs = await boss.fetch<object>(queue.id, {
    batchSize: limit,
    includeMetadata: true,
    db: inUnitOfWork,
  } as never)
  return (jobs as unknown as FetchedJob[]).map(({ id, data, retryCount, retryLimit, createdOn }) => ({
    id,
    queue,
    retryCount,
    retryLimit,
    enqueuedAt: createdOn,
    kept: parseKeptJob(data),
  }))
}

interface FetchedJob {
  readonly id: string
  readonly data: unknown
  readonly retryCount: number
  readonly retryLimit: number
  readonly createdOn: Date
}

interface Allowance {
  readonly allowed: number
  /** In how many milliseconds the next may start; `undefined` when that does not depend on time. */
  readonly inMs: number | undefined
}

const nothingNow: Allowance = { allowed: 0, inMs: undefined }

/** How many of a limited queue may start now. Until the end of the transaction no other process may ask the same. */
async function readAllowance({ id, concurrency, ratePerSecond }: Queue, wanted: number): Promise<Allowance> {
  await runStatement(makeLimit([id]))
  const locked = await runStatement(lockLimit([id]))
  const [limit] = locked.rows as { readonly wait_ms: number }[]
  if (limit === undefined) return nothingNow
  if (ratePerSecond !== null && limit.wait_ms > 0) return { allowed: 0, inMs: limit.wait_ms }
  // Starts are spaced out evenly, so at a rate they happen one by one.
  const atOnce = ratePerSecond === null ? wanted : 1
  if (concurrency === null) return { allowed: atOnce, inMs: undefined }
  // A statement of its own: what others took before they let go of the lock has to be seen.
  const { rows } = await runStatement(countActive([id]))
  const active = Number((rows as { readonly active: string }[])[0]?.active)
  return { allowed: Math.max(0, Math.min(atOnce, concurrency - active)), inMs: undefined }
}

const lookForDue = prepareText(
  'look_for_due',
  'select',
  `select wanted.queue from unnest($1::text[]) as wanted (queue)
   where not exists (select from ashlar.job_pause where job_pause.queue = wanted.queue)
     and exists (
       select from ashlar_jobs.job
       where name = wanted.queue and state < 'active' and not blocked and start_after <= ashlar_jobs.job_now()
     )
   order by random()`,
)

const makeLimit = prepareText(
  'make_limit',
  'insert',
  'insert into ashlar.job_limit (queue) values ($1) on conflict do nothing',
)

/** PostgreSQL before 17 cannot subtract from a time that is infinitely long ago. */
const lockLimit = prepareText(
  'lock_limit',
  'select',
  `select case when next_at > clock_timestamp() then extract(epoch from next_at - clock_timestamp()) * 1000 else 0 end::float8 as wait_ms
   from ashlar.job_limit where queue = $1 for update skip locked`,
)

const countActive = prepareText(
  'count_active',
  'select',
  `select count(*) as active from ashlar_jobs.job where name = $1 and state = 'active'`,
)

const spaceOut = prepareText(
  'space_out',
  'update',
  `update ashlar.job_limit
   set next_at = greatest(next_at, clock_timestamp()) + pg_catalog.make_interval(secs => $2::float8) where queue = $1`,
)
