/** Row 9: workers that are killed with jobs on their hands, and workers that stall and come back. */

import { setTimeout as delay } from 'node:timers/promises'
import { atMost, never, quantile } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import type { ChaosDatabase } from '../world/database.ts'
import { drained } from '../yard/drained.ts'
import type { Fleet, Member } from '../yard/fleet.ts'
import { openYard } from '../yard/open-yard.ts'
import { givenToYard } from '../yard/yard.ts'

/** Longer than the heartbeat of jobs allows, so that what a stalled worker has is taken over before it comes back. */
const stallMs = 30_000

export const deadWorkers = defineScenario({
  name: 'dead-workers',
  promise: 'The job of a worker that ends is taken up soon, and one that stalls cannot complete it',
  sizes: { ci: { kills: 12, stalls: 2 }, release: { kills: 500, stalls: 26 } },
  async run(world, { kills, stalls }) {
    const { next: random } = world.random
    const { database, app, startFleet } = await openYard(world)
    const fleet = await startFleet({ role: 'worker', size: 3 })
    let enqueued = 0
    const enqueue = (count: number) =>
      app.run(async () => {
        for (let i = 0; i < count; i += 1) {
          await givenToYard().enqueue('long', { id: `job ${++enqueued}`, ms: 800 + Math.round(random() * 1_200) })
        }
      })
    const refill = async () => {
      const [waiting] = await database.query<{ n: number }>(
        `select count(*)::int as n from ashlar_jobs.job where state < 'active'`,
      )
      if ((waiting?.n ?? 0) < 12) await enqueue(24)
    }
    const interrupted: Interrupted[] = []
    for (let i = 0; i < kills; i += 1) {
      await refill()
      await delay(500 + random() * 1_000)
      const member = await fleet.pick(random)
      await fleet.kill(member)
      interrupted.push(...(await findInterrupted(database, member)))
    }
    await fleet.whole()
    await drained(database, 180_000)
    const stalled = await stall(fleet, database, stalls, refill)
    await drained(database, 180_000)
    const recoveries = await measureRecoveries(database, interrupted)
    const wrong = await countNotOnce(database, enqueued)
    return [
      never('jobs that were not done exactly once', wrong, enqueued),
      never('jobs of a killed worker that nobody took up', interrupted.length - recoveries.length, interrupted.length),
      atMost('a killed worker’s job is taken up, median', quantile(recoveries, 0.5), 20_000, 'ms', recoveries.length),
      atMost('a killed worker’s job is taken up, p99', quantile(recoveries, 0.99), 20_000, 'ms', recoveries.length),
      never('jobs that a worker completed after it stalled and others had taken them', stalled.doubled, stalled.jobs),
    ]
  },
})

export interface Interrupted {
  readonly id: string
  readonly attempt: number
  readonly killedAt: Date
}

/** What a process had begun and not done when it was killed. */
export async function findInterrupted({ query }: ChaosDatabase, { child }: Member): Promise<readonly Interrupted[]> {
  return query(
    `select id, attempt, clock_timestamp() as "killedAt" from yard.begun
     where process = $1 and not exists (select from yard.done where done.id = begun.id and done.attempt = begun.attempt)`,
    [child.pid],
  )
}

/** How long it took until another try began, in milliseconds. */
export async function measureRecoveries(
  { query }: ChaosDatabase,
  interrupted: readonly Interrupted[],
): Promise<number[]> {
  const rows = await query<{ ms: number }>(
    `select extract(epoch from min(begun.at) - lost.killed_at)::float8 * 1000 as ms
     from unnest($1::text[], $2::int[], $3::timestamptz[]) as lost (id, attempt, killed_at)
     join yard.begun on begun.id = lost.id and begun.attempt > lost.attempt
     group by lost.id, lost.attempt, lost.killed_at`,
    [
      interrupted.map(({ id }) => id),
      interrupted.map(({ attempt }) => attempt),
      interrupted.map(({ killedAt }) => killedAt),
    ],
  )
  return rows.map(({ ms }) => ms)
}

export async function countNotOnce({ query }: ChaosDatabase, enqueued: number): Promise<number> {
  const [row] = await query<{ n: number }>(
    `select count(*)::int as n
     from (select 'job ' || n as id from generate_series(1, $1) as n) as asked
     full join (select id, count(*) as times from yard.done group by id) as done using (id)
     where done.times is distinct from 1 or asked.id is null`,
    [enqueued],
  )
  return row?.n ?? enqueued
}

interface Stalled {
  readonly jobs: number
  readonly doubled: number
}

/** Stops two of three workers at a time, for longer than anybody waits for them, and lets them go on. */
async function stall(
  fleet: Fleet,
  database: ChaosDatabase,
  times: number,
  refill: () => Promise<void>,
): Promise<Stalled> {
  const found: { id: string; attempt: number }[] = []
  for (let i = 0; i < times; i += 2) {
    const stopped = fleet.members.slice(0, 2)
    await refill()
    await delay(700)
    for (const { child } of stopped) child.kill('SIGSTOP')
    try {
      for (const member of stopped) found.push(...(await findInterrupted(database, member)))
      await delay(stallMs)
    } finally {
      for (const { child } of stopped) child.kill('SIGCONT')
    }
  }
  await drained(database, 180_000)
  const [row] = await database.query<{ n: number }>(
    `select count(*)::int as n from unnest($1::text[], $2::int[]) as stalled (id, attempt)
     join yard.done using (id, attempt)
     where exists (select from yard.begun where begun.id = stalled.id and begun.attempt > stalled.attempt)`,
    [found.map(({ id }) => id), found.map(({ attempt }) => attempt)],
  )
  return { jobs: found.length, doubled: row?.n ?? found.length }
}
