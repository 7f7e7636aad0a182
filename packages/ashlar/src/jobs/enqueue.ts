/** Writes jobs within the transaction of whoever asks for them. */
import { createHash } from 'node:crypto'
import type { Enqueue, EnqueueOptions, JobDeclaration, Jobs } from '../contract/jobs.ts'
import { captureWork, findUnitOfWork, type UnitFrame } from '../data/runtime.ts'
import type { Clock } from '../time/clock.ts'
import { type Engine, inUnitOfWork } from './engine.ts'
import { enqueuedOutside, enqueuedWhileReading, jobUnknown, momentInvalid } from './errors.ts'
import type { KeptJob } from './kept-job.ts'
import { writePayload } from './payload.ts'
import type { Queue, Queues } from './queues.ts'

export interface EnqueuerOptions {
  readonly engine: Engine
  readonly queues: Queues
  readonly clock: Clock
  /** Told, after each commit, for which queues something was enqueued. */
  readonly onEnqueued: (queues: readonly string[]) => void
}

/** Makes the function by which a module enqueues what it declares. */
export function createEnqueuer(module: string, declared: Jobs, options: EnqueuerOptions): Enqueue {
  return async (name, ...[payload, given = {}]) => {
    const declaration = declared[name]
    const queue = options.queues.get(`${module}.${name}`)
    if (declaration === undefined || queue === undefined) throw jobUnknown(name, Object.keys(declared))
    checkOptions(queue.id, given)
    return write(queue, { payload: writePayload(queue.id, declaration, payload) }, given, options)
  }
}

/** Enqueues what a schedule asks for, which is `{}` where there is a payload. */
export function enqueueScheduled(
  queue: Queue,
  { options }: JobDeclaration,
  at: Date,
  enqueuer: EnqueuerOptions,
): Promise<string | undefined> {
  const payload = options.payload === undefined ? null : {}
  return write(queue, { payload, scheduledFor: at.toISOString() }, {}, enqueuer)
}

async function write(
  queue: Queue,
  asked: Omit<KeptJob, 'scope'>,
  given: EnqueueOptions,
  { engine, clock, onEnqueued }: EnqueuerOptions,
): Promise<string | undefined> {
  const current = findUnitOfWork()
  if (current === undefined) throw enqueuedOutside(queue.id)
  const { unit, frame } = current
  if (unit.scope.readOnly) throw enqueuedWhileReading(queue.id)
  const startAfter = startOf(given, clock)
  const scope = captureWork(unit.scope)
  const job = {
    data: { ...asked, scope } satisfies KeptJob,
    priority: given.priority ?? queue.priority,
    ...(startAfter === undefined ? {} : { startAfter }),
    ...(queue.unique ? { singletonKey: withinTenant(given.key ?? keyOf(asked.payload), scope.tenant) } : {}),
  }
  const boss = await engine.open()
  const [id] = (await boss.insert(queue.id, [job], { db: inUnitOfWork, returnId: true })) ?? []
  if (id !== undefined) note(frame, queue.id, onEnqueued)
  return id
}

function checkOptions(job: string, { at, delaySeconds, priority }: EnqueueOptions): void {
  if (at !== undefined && Number.isNaN(at.getTime())) throw momentInvalid(job, 'at')
  if (delaySeconds !== undefined && !(delaySeconds >= 0 && Number.isFinite(delaySeconds))) {
    throw momentInvalid(job, 'delaySeconds')
  }
  if (priority !== undefined && !Number.isInteger(priority)) throw momentInvalid(job, 'priority')
}

/** When a job may start, as the engine reads it: a moment of the database's clock, or a number of seconds. */
function startOf({ at, delaySeconds }: EnqueueOptions, { aheadMs }: Clock): string | undefined {
  if (at !== undefined) return new Date(at.getTime() - aheadMs).toISOString()
  return delaySeconds === undefined ? undefined : `${delaySeconds} seconds`
}

/** A job of one tenant is not the same as another's. */
function withinTenant(key: string, tenant: string | undefined): string {
  return tenant === undefined ? key : `${tenant}:${key}`
}

function keyOf(payload: unknown): string {
  return createHash('sha256').update(JSON.stringify(payload)).digest('base64url')
}

const notedOn = new WeakMap<UnitFrame, Set<string>>()

/** Tells of all that is enqueued in one stretch of a transaction at once. */
function note(frame: UnitFrame, queue: string, onEnqueued: EnqueuerOptions['onEnqueued']): void {
  const noted = notedOn.get(frame) ?? new Set()
  if (!notedOn.has(frame)) {
    notedOn.set(frame, noted)
    frame.followUps.push(() => onEnqueued([...noted]))
  }
  noted.add(queue)
}
