/** Transactions side by side, undone in whole and in part: what runs is what was kept, once, and never before its commit. */
import { type TestApp, testModules } from '@ashlar/testing'
import type { Given } from 'ashlar'
import { after, event, job } from 'ashlar/contract'
import { savepoint } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import fc, { type Scheduler } from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { moduleOf } from '../module-of.ts'

/** Tier R runs before a release. */
const release = process.env.PROOF_TIER === 'R'
const programs = release ? 5_000 : 300
const limitMs = release ? 3_600_000 : 180_000

const rang = event('desk.rang', { version: 1, payload: z.object({ id: z.string() }) })
const desk = {
  id: 'desk',
  publishes: [rang],
  listens: { hear: after(rang) },
  jobs: { work: job({ payload: z.object({ id: z.string() }) }) },
} as const

/** What a transaction does, in order. `caught` says whether it goes on after what was undone. */
type Step =
  | { readonly kind: 'enqueue' | 'publish' | 'publish in order' | 'throw' }
  | { readonly kind: 'savepoint'; readonly caught: boolean; readonly body: readonly Step[] }

const { body } = fc.letrec<{ step: Step; body: readonly Step[] }>((tie) => ({
  body: fc.array(tie('step'), { maxLength: 4 }),
  step: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: fc.constant<Step>({ kind: 'enqueue' }), weight: 5 },
    { arbitrary: fc.constant<Step>({ kind: 'publish' }), weight: 3 },
    { arbitrary: fc.constant<Step>({ kind: 'publish in order' }), weight: 1 },
    { arbitrary: fc.constant<Step>({ kind: 'throw' }), weight: 1 },
    {
      arbitrary: fc.record({ kind: fc.constant('savepoint' as const), caught: fc.boolean(), body: tie('body') }),
      weight: 3,
    },
  ),
}))

let app: TestApp
let given: Given<typeof desk>

beforeAll(async () => {
  const source = moduleOf(
    desk,
    (received) => {
      given = received
      // Whoever runs before the commit does not see the row that was written with the job.
      const note = async (kind: string, id: string) => {
        await received.db.execute(
          sql`insert into desk.ran select ${id}, ${kind}, exists (select from desk.asked where id = ${id})`,
        )
      }
      return { listens: { hear: ({ id }) => note('publish', id) }, jobs: { work: ({ id }) => note('enqueue', id) } }
    },
    `${import.meta.dirname}/desk-migrations`,
  )
  app = await testModules([source])
})
afterAll(() => app.close())

class Thrown extends Error {}

async function ignoreThrown(work: Promise<void>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (error instanceof Thrown) return false
    throw error
  }
}

let ids = 0

/** Runs a body, each of whose steps waits its turn. @returns the ids it asked for, without those that were undone. */
async function perform(steps: readonly Step[], turns: Scheduler): Promise<string[]> {
  const asked: string[] = []
  for (const step of steps) {
    await turns.schedule(Promise.resolve(), step.kind)
    if (step.kind === 'throw') throw new Thrown()
    if (step.kind === 'savepoint') {
      let inner: string[] = []
      const work = savepoint(async () => {
        inner = await perform(step.body, turns)
      })
      if (await ignoreThrown(work)) asked.push(...inner)
      else if (!step.caught) throw new Thrown()
      continue
    }
    const kind = step.kind === 'enqueue' ? 'enqueue' : 'publish'
    const id = `${kind} ${++ids}`
    await given.db.execute(sql`insert into desk.asked values (${id})`)
    if (step.kind === 'enqueue') await given.enqueue('work', { id })
    else await given.publish(rang, { id }, step.kind === 'publish' ? {} : { key: 'one' })
    asked.push(id)
  }
  return asked
}

async function transact(steps: readonly Step[], turns: Scheduler): Promise<string[]> {
  let asked: string[] = []
  const kept = await ignoreThrown(
    app.run(async () => {
      asked = await perform(steps, turns)
      await turns.schedule(Promise.resolve(), 'commit')
    }),
  )
  return kept ? asked : []
}

/** Works off what is due, in between what the others do. */
async function workOff(times: number, turns: Scheduler): Promise<string[]> {
  for (let i = 0; i < times; i += 1) {
    await turns.schedule(Promise.resolve(), 'work off')
    await app.runJobs()
    await app.deliver()
  }
  return []
}

test(
  `what runs is what was kept, once, and not before its commit, n = ${programs}`,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(body, { minLength: 1, maxLength: 4 }),
        fc.nat({ max: 3 }),
        fc.scheduler(),
        async (transactions, times, turns) => {
          const work = Promise.all([...transactions.map((steps) => transact(steps, turns)), workOff(times, turns)])
          const kept = (await turns.waitFor(work)).flat()
          await app.runJobs()
          await app.deliver()

          const { rows } = await app.run(() =>
            given.db.execute<{ id: string; kind: string; seen: boolean }>(
              sql`with done as (delete from desk.ran returning *) select * from done`,
            ),
          )
          expect(rows.map(({ id }) => id).toSorted()).toEqual(kept.toSorted())
          expect(rows.filter(({ seen }) => !seen)).toEqual([])
          expect(rows.filter(({ id, kind }) => !id.startsWith(kind))).toEqual([])
        },
      ),
      { numRuns: programs },
    )
  },
  limitMs,
)
