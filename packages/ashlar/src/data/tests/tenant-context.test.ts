/** Many tenants over few connections, with work that fails, is left alone and loses its connection: none ever finds another's. */
import { sql } from 'drizzle-orm'
import fc, { type Scheduler } from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RequestScope } from '../../scope/request-scope.ts'
import { afterCommit, bookkeeping, savepoint, withTenant } from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { createDatabase, type Database, runUnitOfWork } from '../runtime.ts'
import { type BooksDatabase, createBooks } from './books.ts'

const release = process.env.PROOF_TIER === 'R'
const schedules = release ? 10_000 : 400
const requests = release ? 200_000 : 6_000
const limitMs = release ? 3_600_000 : 180_000
const tenantCount = 200
const poolSize = 5

const tenantOf = (n: number): string => `00000000-0000-7000-8000-${n.toString().padStart(12, '0')}`
const db = createModuleDatabase({ module: 'books', otherSchemas: ['ashlar'] })

/** What a piece of work does. Work that is left alone is not waited for by whoever asked. */
type Step =
  | {
      readonly kind:
        | 'read'
        | 'write'
        | 'throw'
        | 'refused'
        | 'refused and forgotten'
        | 'cancelled'
        | 'terminated'
        | 'left alone'
        | 'aside'
        | 'follow up'
    }
  | { readonly kind: 'other tenant'; readonly tenant: number; readonly body: readonly Step[] }
  | { readonly kind: 'savepoint'; readonly body: readonly Step[] }

interface Work {
  /** `undefined` for work of no tenant. */
  readonly tenant: number | undefined
  readonly readOnly: boolean
  readonly body: readonly Step[]
}

function works(tenants: number): fc.Arbitrary<Work> {
  const tenant = fc.integer({ min: 1, max: tenants })
  const { body } = fc.letrec<{ step: Step; body: readonly Step[] }>((tie) => ({
    body: fc.array(tie('step'), { maxLength: 4 }),
    step: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      { arbitrary: fc.constant<Step>({ kind: 'read' }), weight: 40 },
      { arbitrary: fc.constant<Step>({ kind: 'write' }), weight: 10 },
      { arbitrary: fc.constantFrom<Step>({ kind: 'throw' }, { kind: 'refused' }, { kind: 'cancelled' }), weight: 6 },
      { arbitrary: fc.constantFrom<Step>({ kind: 'aside' }, { kind: 'follow up' }), weight: 4 },
      { arbitrary: fc.constantFrom<Step>({ kind: 'left alone' }, { kind: 'refused and forgotten' }), weight: 4 },
      { arbitrary: fc.constant<Step>({ kind: 'terminated' }), weight: 1 },
      { arbitrary: fc.record({ kind: fc.constant('other tenant' as const), tenant, body: tie('body') }), weight: 8 },
      { arbitrary: fc.record({ kind: fc.constant('savepoint' as const), body: tie('body') }), weight: 8 },
    ),
  }))
  return fc.record({ tenant: fc.option(tenant, { nil: undefined, freq: 8 }), readOnly: fc.boolean(), body })
}

/** What a stretch that can be undone by itself, and the connection, have come to. */
interface Course {
  readonly unit: { lost: boolean }
  readonly readOnly: boolean
  givenUp: boolean
}

/** Whether what PostgreSQL makes of a piece of work is kept. */
function isKept({ tenant, readOnly, body }: Work): boolean {
  const course: Course = { unit: { lost: false }, readOnly, givenUp: false }
  return !throws(body, tenant, course) && (readOnly || !(course.givenUp || course.unit.lost))
}

function throws(steps: readonly Step[], tenant: number | undefined, course: Course): boolean {
  return steps.some((step) => {
    const isRefused = course.givenUp || course.unit.lost
    switch (step.kind) {
      case 'read':
        return isRefused
      case 'write':
        return isRefused || course.readOnly || tenant === undefined
      case 'refused and forgotten':
        course.givenUp = true
        return false
      case 'throw':
      case 'refused':
      case 'cancelled':
        return true
      case 'terminated':
        course.unit.lost ||= !course.givenUp
        return true
      case 'other tenant':
        return throws(step.body, step.tenant, course)
      case 'savepoint':
        throws(step.body, tenant, { ...course })
        return false
      default:
        return false
    }
  })
}

let books: BooksDatabase
let database: Database
beforeAll(async () => {
  books = await createBooks()
  database = createDatabase({ appUrl: books.appUrl, poolSize, connectTimeoutMs: 60_000 })
  await books.store.query(`create function books.end_itself(how text) returns void language plpgsql security definer as $$
    begin
      if how = 'cancel' then perform pg_cancel_backend(pg_backend_pid());
      else perform pg_terminate_backend(pg_backend_pid());
      end if;
      perform pg_sleep(60);
    end $$`)
  await books.asAll(
    `insert into books.entry (tenant_id, number)
     select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 0 from generate_series(1, $1) as n`,
    [tenantCount],
  )
})
afterAll(async () => {
  await database.close()
  await books.drop()
})

interface Seen {
  readonly bound: string | null
  readonly found: readonly string[] | null
}

/** What was seen that should not have been; none is expected. */
const wrong: unknown[] = []
let reads = 0

async function look(tenant: number | undefined, where: string): Promise<void> {
  const { rows } = await db.execute(
    sql`select ashlar.tenant_id()::text as bound,
      (select array_agg(distinct tenant_id::text) from books.entry) as found`,
  )
  const [seen] = rows as unknown as Seen[]
  reads += 1
  const id = tenant === undefined ? null : tenantOf(tenant)
  const right = seen?.bound === id && (seen.found === null ? id === null : id !== null && seen.found.join() === id)
  if (!right) wrong.push({ where, expected: id, seen })
}

/** A statement that ends itself or its session, as an administrator would. */
const endItself = (how: 'cancel' | 'terminate') => db.execute(sql`select books.end_itself(${how})`).execute()

type Pause = (what: string) => Promise<unknown>

async function perform(steps: readonly Step[], tenant: number | undefined, pause: Pause): Promise<void> {
  for (const step of steps) {
    await pause(step.kind)
    await performStep(step, tenant, pause)
  }
}

async function performStep(step: Step, tenant: number | undefined, pause: Pause): Promise<unknown> {
  switch (step.kind) {
    case 'read':
      return look(tenant, 'a read')
    case 'write':
      return db.execute(sql`insert into books.bill (number) values (1)`)
    case 'throw':
      throw new Error('thrown')
    case 'refused':
      return db.execute(sql`insert into books.bill (number, tenant_id) values (1, ${tenantOf(0)})`)
    case 'refused and forgotten':
      return db
        .execute(sql`insert into books.bill (number, tenant_id) values (1, ${tenantOf(0)})`)
        .execute()
        .catch(() => undefined)
    case 'cancelled':
      return endItself('cancel')
    case 'terminated':
      return endItself('terminate')
    case 'left alone':
      void look(tenant, 'work that was left alone').catch(() => undefined)
      return
    case 'aside':
      return bookkeeping(() => look(tenant, 'bookkeeping'))
    case 'follow up':
      return afterCommit(() => look(tenant, 'a follow-up'))
    case 'other tenant':
      return withTenant(tenantOf(step.tenant), () => perform(step.body, step.tenant, pause))
    case 'savepoint':
      return savepoint(() => perform(step.body, tenant, pause)).catch(() => undefined)
  }
}

/** Runs one piece of work, and sees that it was kept when it should be. */
async function run(work: Work, pause: Pause): Promise<void> {
  const { tenant, readOnly, body } = work
  const scope = new RequestScope({
    id: 'tenants',
    readOnly,
    actor: { id: 'ada' },
    tenant: tenant === undefined ? undefined : tenantOf(tenant),
  })
  const failure = await runUnitOfWork(database.units, scope, () => perform(body, tenant, pause)).then(
    () => undefined,
    (error: unknown) => error,
  )
  if ((failure === undefined) !== isKept(work)) wrong.push({ where: 'how the work ended', failure, work })
}

/** Waits for what runs after the answer: follow-ups, and the ends of what only read. */
async function expectNothingWrong(): Promise<void> {
  const inUse = () => {
    const { total, idle, waiting } = database.use().units
    return total - idle + waiting
  }
  await expect.poll(inUse, { interval: 1 }).toBe(0)
  expect(database.use().units.total).toBeLessThanOrEqual(poolSize)
  expect(wrong.splice(0)).toEqual([])
}

test(
  `however work of tenants meets, none finds another's rows, n = ${schedules} schedules`,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(works(6), { minLength: 2, maxLength: 8 }),
        fc.scheduler(),
        async (pieces, turns: Scheduler) => {
          const pause: Pause = (what) => turns.schedule(Promise.resolve(), what)
          await turns.waitFor(Promise.all(pieces.map((piece) => run(piece, pause))))
          await expectNothingWrong()
          await Promise.all(
            Array.from({ length: poolSize }, () =>
              run({ tenant: undefined, readOnly: true, body: [{ kind: 'read' }] }, async () => undefined),
            ),
          )
          await expectNothingWrong()
        },
      ),
      { numRuns: schedules },
    )
    expect(reads).toBeGreaterThan(schedules)
  },
  limitMs,
)

test(
  `${tenantCount} tenants at once over ${poolSize} connections never find each other's rows, n = ${requests} requests`,
  async () => {
    const before = reads
    const pieces = fc.sample(works(tenantCount), { numRuns: requests })
    // More wait at any time than there are connections, as in an app under load.
    const lanes = Array.from({ length: 40 }, async () => {
      for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
        await run(piece, () => new Promise((resolve) => setImmediate(resolve)))
      }
    })
    await Promise.all(lanes)

    await expectNothingWrong()
    expect(reads - before).toBeGreaterThan(requests / 2)
  },
  limitMs,
)
