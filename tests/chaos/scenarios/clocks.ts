/** Row 17: processes whose clocks differ by days and are set while they work; what is due is judged by one clock alone. */

import { setTimeout as delay } from 'node:timers/promises'
import { atMost, never } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import { drained } from '../yard/drained.ts'
import { openYard } from '../yard/open-yard.ts'
import { countTicks, everyTwoSeconds } from '../yard/schedule.ts'
import { givenToYard } from '../yard/yard.ts'
import { countNotOnce, findInterrupted, type Interrupted, measureRecoveries } from './dead-workers.ts'

const hour = 3_600_000
/** Hours, days, and what a leap day or a year that is set wrong comes to. */
const steps = [0, hour, -hour, 2 * hour, -2 * hour, 24 * hour, -24 * hour, 366 * 24 * hour, -2]

export const clocks = defineScenario({
  name: 'clocks',
  promise: 'What is due is judged by one clock, however those of the processes jump',
  sizes: { ci: { seconds: 20 }, release: { seconds: 300 } },
  async run(world, { seconds }) {
    const { next: random } = world.random
    const { database, app, startFleet } = await openYard(world)
    const fleet = await startFleet({ role: 'all', size: 4, env: everyTwoSeconds })
    const step = () => steps[Math.floor(random() * steps.length)] ?? 0
    let enqueued = 0
    let stepped = 0
    const delayed = 20
    await app.run(async () => {
      for (let i = 0; i < delayed; i += 1) {
        await givenToYard().enqueue('long', { id: `job ${++enqueued}`, ms: 20 }, { delaySeconds: 5 })
      }
    })
    for (const since = performance.now(); performance.now() - since < seconds * 1_000; ) {
      await app.run(async () => {
        // Longer than a heartbeat: whoever took a clock for right would take these away too early.
        for (let i = 0; i < 3; i += 1) await givenToYard().enqueue('long', { id: `job ${++enqueued}`, ms: 4_000 })
      })
      for (const { child } of fleet.members) {
        child.send({ skewMs: step() })
        stepped += 1
      }
      await delay(1_500)
    }
    await drained(database, 120_000)
    const begun = await database.query<{ n: number }>('select count(*)::int as n from yard.begun')
    const early = (begun[0]?.n ?? 0) - enqueued
    const [late] = await database.query<{ early: number; late: number }>(
      `select (count(*) filter (where at - created_on < interval '5 seconds'))::int as early,
         (extract(epoch from max(at - created_on)) * 1000 - 5000)::int as late
       from ashlar_jobs.job join yard.begun on begun.id = data->'payload'->>'id'
       where name = 'yard.long' and data->'payload'->>'ms' = '20'`,
    )
    const interrupted: Interrupted[] = []
    for (let i = 0; i < 2; i += 1) {
      await app.run(async () => {
        for (let each = 0; each < 12; each += 1)
          await givenToYard().enqueue('long', { id: `job ${++enqueued}`, ms: 1_500 })
      })
      await delay(700)
      const member = await fleet.pick(random)
      await fleet.kill(member)
      interrupted.push(...(await findInterrupted(database, member)))
    }
    await drained(database, 120_000)
    const recoveries = await measureRecoveries(database, interrupted)
    const ticks = await countTicks(database)
    return [
      never(
        `times of a schedule that did not fire exactly once, with ${stepped} steps of four clocks`,
        ticks.wrong,
        ticks.due,
      ),
      never('jobs that were taken from a worker that lived', early, enqueued),
      never('delayed jobs that began too early', late?.early ?? delayed, delayed),
      atMost('delayed jobs begin late, longest', late?.late ?? Number.NaN, 1_500, 'ms', delayed),
      atMost('a killed worker’s job is taken up, longest', Math.max(...recoveries), 20_000, 'ms', recoveries.length),
      never('jobs that were not done exactly once', await countNotOnce(database, enqueued), enqueued),
    ]
  },
})
