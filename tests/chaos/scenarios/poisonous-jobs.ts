/** Row 11: jobs that throw, exit, loop and eat memory; people are answered all the same, and other jobs get done. */

import { setTimeout as delay } from 'node:timers/promises'
import { atMost, type Figure, never, quantile } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import { drained } from '../yard/drained.ts'
import { openYard } from '../yard/open-yard.ts'
import { poisonKinds } from '../yard/poison.ts'
import { givenToYard } from '../yard/yard.ts'

const requestsPerSecond = 25
const tries = 2

export const poisonousJobs = defineScenario({
  name: 'poisonous-jobs',
  promise: 'Jobs that throw, exit, loop or eat memory harm nobody else',
  sizes: { ci: { each: 1, harmless: 150, seconds: 8 }, release: { each: 5, harmless: 1_000, seconds: 60 } },
  async run(world, { each, harmless, seconds }) {
    const { database, app, startFleet } = await openYard(world)
    const web = await startFleet({ role: 'web', size: 1 })
    // A process that eats memory ends at this limit, long before the machine has none left.
    await startFleet({ role: 'worker', size: 2, execArgv: ['--max-old-space-size=384'] })
    const [address = ''] = web.members.map((member) => member.address)
    let enqueued = 0
    const enqueueHarmless = (count: number) =>
      app.run(async () => {
        for (let i = 0; i < count; i += 1) await givenToYard().enqueue('long', { id: `job ${++enqueued}`, ms: 100 })
      })
    await enqueueHarmless(harmless / 2)
    await request(address, 2_000)
    const before = await request(address, seconds * 1_000)
    await app.run(async () => {
      for (const kind of poisonKinds) {
        for (let i = 0; i < each; i += 1) await givenToYard().enqueue('poison', { kind })
      }
    })
    await enqueueHarmless(harmless / 2)
    const during = await request(address, 2 * seconds * 1_000)
    await drained(database, 300_000)
    const poisoned = await database.query<{ kind: string; state: string; attempts: number; n: number }>(
      `select data->'payload'->>'kind' as kind, state, retry_count + 1 as attempts, count(*)::int as n
       from ashlar_jobs.job where name = 'yard.poison' group by 1, 2, 3 order by 1`,
    )
    const left = poisoned.filter(({ state, attempts }) => state !== 'failed' || attempts !== tries)
    const [done] = await database.query<{ wrong: number }>(
      `select count(*)::int as wrong from (select 'job ' || n as id from generate_series(1, $1) as n) as asked
       full join (select id, count(*) as times from yard.done group by id) as done using (id)
       where done.times is distinct from 1`,
      [enqueued],
    )
    const failed = [...before, ...during].filter((ms) => Number.isNaN(ms)).length
    return [
      never('harmless jobs that were not done exactly once', done?.wrong ?? enqueued, enqueued),
      never(
        `poisonous jobs (${poisonKinds.join(', ')}) that were not left to a person after ${tries} tries`,
        left.reduce((sum, { n }) => sum + n, 0),
        poisonKinds.length * each,
      ),
      never('requests that were not answered', failed, before.length + during.length),
      never('ends of the process that answers requests', web.starts - 1, 1),
      slower(before, during),
    ]
  },
})

/** How many times as long the slowest of a hundred answers took. */
function slower(before: readonly number[], during: readonly number[]): Figure {
  const [was, is] = [quantile(before, 0.99), quantile(during, 0.99)]
  const name = `p99 of requests meanwhile (${is.toFixed(0)} ms) beside before (${was.toFixed(0)} ms)`
  return atMost(name, is / was, 2, 'times', during.length)
}

/** Asks at a steady pace, whether answered or not. @returns how long each answer took; NaN for one that failed. */
async function request(address: string, forMs: number): Promise<number[]> {
  const pending: Promise<number>[] = []
  const since = performance.now()
  for (let i = 0; performance.now() - since < forMs; i += 1) {
    pending.push(ask(address))
    await delay(Math.max(0, since + (i + 1) * (1_000 / requestsPerSecond) - performance.now()))
  }
  return Promise.all(pending)
}

async function ask(address: string): Promise<number> {
  const since = performance.now()
  try {
    const answer = await fetch(`${address}/yard/look`)
    await answer.text()
    return answer.ok ? performance.now() - since : Number.NaN
  } catch {
    return Number.NaN
  }
}
