import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RequestScope } from '../../scope/request-scope.ts'
import { afterCommit, savepoint, withDeleted, withTenant } from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { createDatabase, type Database, runUnitOfWork } from '../runtime.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

/** What a piece of work may do. `caught` says whether it goes on after a failure. */
type Step =
  | { readonly kind: 'insert' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'throw' }
  | { readonly kind: 'fail'; readonly caught: boolean }
  | { readonly kind: 'savepoint'; readonly caught: boolean; readonly body: readonly Step[] }
  | { readonly kind: 'other tenant' | 'deleted rows too'; readonly body: readonly Step[] }
  | { readonly kind: 'nested'; readonly body: readonly Step[] }
  | { readonly kind: 'parallel'; readonly branches: readonly (readonly Step[])[] }

const { body } = fc.letrec<{ step: Step; body: readonly Step[] }>((tie) => ({
  body: fc.array(tie('step'), { maxLength: 4 }),
  step: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { arbitrary: fc.constant<Step>({ kind: 'insert' }), weight: 6 },
    { arbitrary: fc.constant<Step>({ kind: 'pause' }), weight: 1 },
    { arbitrary: fc.constant<Step>({ kind: 'throw' }), weight: 1 },
    { arbitrary: fc.record({ kind: fc.constant('fail' as const), caught: fc.boolean() }), weight: 1 },
    {
      arbitrary: fc.record({ kind: fc.constant('savepoint' as const), caught: fc.boolean(), body: tie('body') }),
      weight: 3,
    },
    {
      arbitrary: fc.record({
        kind: fc.constantFrom('other tenant' as const, 'deleted rows too' as const),
        body: tie('body'),
      }),
      weight: 2,
    },
    { arbitrary: fc.record({ kind: fc.constant('nested' as const), body: tie('body') }), weight: 1 },
    {
      arbitrary: fc.record({
        kind: fc.constant('parallel' as const),
        branches: fc.array(tie('body'), { minLength: 2, maxLength: 3 }),
      }),
      weight: 3,
    },
  ),
}))

/** What a stretch of work should come to: how many rows, and whether it can be kept. */
interface Expected {
  readonly rows: number
  readonly threw: boolean
  readonly givenUp: boolean
}

function expectedOf(steps: readonly Step[]): Expected {
  let rows = 0
  let givenUp = false
  for (const step of steps) {
    const outcome = expectedOfStep(step)
    rows += outcome.rows
    givenUp ||= outcome.givenUp
    if (outcome.threw) return { rows, threw: true, givenUp }
  }
  return { rows, threw: false, givenUp }
}

function expectedOfStep(step: Step): Expected {
  switch (step.kind) {
    case 'insert':
      return { rows: 1, threw: false, givenUp: false }
    case 'pause':
      return { rows: 0, threw: false, givenUp: false }
    case 'throw':
      return { rows: 0, threw: true, givenUp: false }
    case 'fail':
      return { rows: 0, threw: !step.caught, givenUp: true }
    case 'nested':
    case 'other tenant':
    case 'deleted rows too':
      return expectedOf(step.body)
    case 'savepoint': {
      const inner = expectedOf(step.body)
      if (!inner.threw && !inner.givenUp) return inner
      return { rows: 0, threw: !step.caught, givenUp: false }
    }
    case 'parallel': {
      const branches = step.branches.map(expectedOf)
      return {
        rows: branches.reduce((sum, { rows }) => sum + rows, 0),
        threw: branches.some(({ threw }) => threw),
        givenUp: branches.some(({ givenUp }) => givenUp),
      }
    }
  }
}

let store: TestDatabase
let database: Database
const db = createModuleDatabase({ module: 'shop', otherSchemas: [] })

beforeAll(async () => {
  store = await createTestDatabase()
  await store.query('create schema shop')
  await store.query('create table shop.mark (run int not null, id int generated always as identity)')
  database = createDatabase({ appUrl: store.url, poolSize: 3 })
})

afterAll(async () => {
  await database.close()
  await store.drop()
})

test('whatever work is made of, its rows and follow-ups are kept exactly when they should be', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(body, async (steps) => {
      const thisRun = ++run
      const scope = new RequestScope({ id: `run ${thisRun}`, readOnly: false })
      const expected = expectedOf(steps)
      const isKept = !expected.threw && !expected.givenUp
      let followUps = 0

      const perform = async (work: readonly Step[]): Promise<void> => {
        for (const step of work) await performStep(step)
      }
      const performStep = async (step: Step): Promise<unknown> => {
        switch (step.kind) {
          case 'insert':
            await db.execute(sql`insert into shop.mark (run) values (${thisRun})`)
            return afterCommit(() => {
              followUps++
            })
          case 'pause':
            return new Promise((resolve) => setImmediate(resolve))
          case 'throw':
            throw new Error('thrown')
          case 'fail':
            return orGoOn(step.caught, db.execute(sql`select 1 / ${0}::int`).execute())
          case 'nested':
            return runUnitOfWork(database.units, scope, () => perform(step.body))
          case 'other tenant':
            return withTenant('00000000-0000-7000-8000-000000000001', () => perform(step.body))
          case 'deleted rows too':
            return withDeleted(() => perform(step.body))
          case 'savepoint':
            return orGoOn(
              step.caught,
              savepoint(() => perform(step.body)),
            )
          case 'parallel': {
            const outcomes = await Promise.allSettled(step.branches.map((branch) => perform(branch)))
            const failed = outcomes.find(({ status }) => status === 'rejected')
            if (failed?.status === 'rejected') throw failed.reason
          }
        }
      }

      const outcome = await runUnitOfWork(database.units, scope, () => perform(steps)).then(
        () => 'kept',
        () => 'undone',
      )

      expect(outcome).toBe(isKept ? 'kept' : 'undone')
      const [found] = await store.query('select count(*)::int as rows from shop.mark where run = $1', [thisRun])
      expect(found?.rows).toBe(isKept ? expected.rows : 0)
      expect(followUps).toBe(isKept ? expected.rows : 0)
      const { total, idle, waiting } = database.use().units
      expect({ idle, waiting }).toEqual({ idle: total, waiting: 0 })
    }),
    { numRuns: 300 },
  )
})

function orGoOn(caught: boolean, work: Promise<unknown>): Promise<unknown> {
  return caught ? work.catch(() => undefined) : work
}
