/** Row 10: unique jobs that many processes enqueue at once, and a schedule that several keep while they are killed. */

import { setTimeout as delay } from 'node:timers/promises'
import { never } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import { drained } from '../yard/drained.ts'
import { openYard, type Yard } from '../yard/open-yard.ts'
import { countTicks, everyTwoSeconds } from '../yard/schedule.ts'

const keys = 200
const restartMs = 7_000

export const uniqueJobs = defineScenario({
  name: 'unique-jobs',
  promise: 'A unique job is there once, and each time of a schedule fires once',
  sizes: { ci: { calls: 3_000, ticks: 14 }, release: { calls: 40_000, ticks: 300 } },
  async run(world, { calls, ticks }) {
    const { next: random } = world.random
    const yard = await openYard(world)
    const unique = await enqueueAtOnce(yard, random, calls)
    const schedule = await keepSchedule(yard, random, ticks)
    return [
      never(`unique jobs of ${keys} keys that are missing or doubled`, unique.wrong, unique.calls),
      never('unique jobs that ran more than once', unique.doubled, keys),
      never(
        'times of a schedule that did not fire exactly once, three processes, one killed every 7 s',
        schedule.wrong,
        schedule.due,
      ),
    ]
  },
})

async function enqueueAtOnce(
  { database, startFleet }: Yard,
  random: () => number,
  calls: number,
): Promise<{ calls: number; wrong: number; doubled: number }> {
  const web = await startFleet({ role: 'web', size: 4 })
  try {
    let left = calls
    const lane = async () => {
      while (left > 0) {
        left -= 1
        const { address } = await web.pick(random)
        const answer = await fetch(`${address}/yard/only`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ key: `key ${left % keys}` }),
        })
        if (!answer.ok) throw new Error(`A unique job was answered with ${answer.status}: ${await answer.text()}`)
        await answer.text()
      }
    }
    await Promise.all(Array.from({ length: 32 }, lane))
  } finally {
    await web.stop()
  }
  const [found] = await database.query<{ rows: number; keys: number }>(
    `select count(*)::int as rows, count(distinct data->'payload'->>'key')::int as keys
     from ashlar_jobs.job where name = 'yard.only'`,
  )
  const worker = await startFleet({ role: 'worker', size: 1 })
  try {
    await drained(database, 120_000)
  } finally {
    await worker.stop()
  }
  const [ran] = await database.query<{ n: number }>(
    `select count(*)::int as n from (select id from yard.done where id like 'key %' group by id having count(*) <> 1) as twice`,
  )
  const { rows = 0, keys: distinct = 0 } = found ?? {}
  return { calls, wrong: Math.abs(rows - keys) + Math.abs(distinct - keys), doubled: ran?.n ?? keys }
}

async function keepSchedule(
  { database, startFleet }: Yard,
  random: () => number,
  ticks: number,
): Promise<{ due: number; wrong: number }> {
  const fleet = await startFleet({ role: 'all', size: 3, env: everyTwoSeconds })
  try {
    const until = performance.now() + ticks * 2_000
    while (performance.now() < until) {
      await delay(Math.min(restartMs, Math.max(0, until - performance.now())))
      await fleet.kill(await fleet.pick(random))
    }
    return await countTicks(database)
  } finally {
    await fleet.stop()
  }
}
