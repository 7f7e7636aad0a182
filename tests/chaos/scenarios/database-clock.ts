/** Row 17: the clock that everything is judged by is itself set, ahead and back, while jobs run and schedules fire. */
import { setTimeout as delay } from 'node:timers/promises'
import { always, atMost, count, never } from '../figures.ts'
import { faketimeObstacle } from '../nemesis/faketime.ts'
import { defineScenario } from '../scenario.ts'
import { openClockDatabase } from '../world/clock-database.ts'
import type { ChaosDatabase } from '../world/database.ts'
import { drained } from '../yard/drained.ts'
import { openYard } from '../yard/open-yard.ts'
import { everyTwoSeconds } from '../yard/schedule.ts'
import { givenToYard, placeInOrder } from '../yard/yard.ts'
import { countNotOnce } from './dead-workers.ts'

const hour = 3_600
/** Where the clock stands after each step, in seconds from the true time: an hour ahead, back, an hour back, ahead. */
const stands = [hour, 0, -hour, 0]
/** How long a job may take to be done before it counts as not done, in milliseconds. */
const patienceMs = 60_000

export const databaseClock = defineScenario({
  name: 'database-clock',
  promise: 'A clock of the database that is set doubles nothing, and what it has put off is done once it gets there',
  sizes: { ci: { rounds: 2 }, release: { rounds: 25 } },
  cannotRun: faketimeObstacle,
  async run(world, { rounds }) {
    const database = world.use(await openClockDatabase(world.folder))
    const { app, startFleet } = await openYard(world, database)
    await startFleet({ role: 'all', size: 3, env: everyTwoSeconds })
    let enqueued = 0
    let placed = 0
    const enqueue = (ms: number, delaySeconds = 0) =>
      app.run(async () => {
        const id = `job ${++enqueued}`
        await givenToYard().enqueue('long', { id, ms }, { delaySeconds })
        return id
      })
    const doneMs: number[] = []
    let steps = 0
    let seen = 0
    for (const stand of Array.from({ length: rounds }, () => stands).flat()) {
      // Some run while the clock is set, others begin later.
      for (let each = 0; each < 6; each += 1) await enqueue(world.random.integer(1_000, 3_000))
      for (let each = 0; each < 3; each += 1) await enqueue(100, world.random.integer(1, 4))
      for (let each = 0; each < 5; each += 1) await app.run(() => placeInOrder(`order ${++placed}`, ''))
      await delay(world.random.between(300, 1_000))
      database.setClock(stand)
      steps += 1
      if (Math.abs((await readAhead(database)) - stand) < 60) seen += 1
      const since = performance.now()
      const id = await enqueue(50)
      while (!(await isDone(database, id)) && performance.now() - since < patienceMs) await delay(20)
      doneMs.push(performance.now() - since)
      await delay(world.random.between(500, 2_500))
      world.say(`${steps} steps, ${enqueued} jobs; the last was done after ${Math.round(doneMs.at(-1) ?? 0)} ms`)
    }
    // Whatever was put off while the clock stood ahead is due by now.
    database.setClock(2 * hour)
    await drained(database, 180_000)
    const fired = await countFired(database)
    return [
      always('steps of an hour', seen, steps),
      count('jobs that were begun more than once', await countBegunAgain(database)),
      never('jobs that were not done exactly once', await countNotOnce(database, enqueued), enqueued),
      never('events that were not handled exactly once', await countNotHandledOnce(database), placed),
      never('times of a schedule that fired or ran twice', fired.twice, fired.times),
      atMost('a job that is enqueued after a step is done, longest', Math.max(...doneMs), 20_000, 'ms', steps),
    ]
  },
})

/** How many seconds the database's clock is ahead of the machine's. */
async function readAhead({ query }: ChaosDatabase): Promise<number> {
  const [row] = await query<{ now: number }>('select extract(epoch from clock_timestamp())::float8 as now')
  return (row?.now ?? Number.NaN) - Date.now() / 1_000
}

/** Those of which a worker seemed to be silent for an hour: another took them up, and only one of the two could complete them. */
async function countBegunAgain({ query }: ChaosDatabase): Promise<number> {
  const rows = await query('select from yard.begun group by id having count(*) > 1')
  return rows.length
}

async function isDone({ query }: ChaosDatabase, id: string): Promise<boolean> {
  return (await query('select from yard.done where id = $1', [id])).length > 0
}

async function countNotHandledOnce({ query }: ChaosDatabase): Promise<number> {
  const [row] = await query<{ n: number }>(
    `select count(*)::int as n from yard.placed
     left join (select id, count(*) as times from yard.handled group by id) as handled using (id)
     where times is distinct from 1`,
  )
  return row?.n ?? Number.NaN
}

async function countFired({ query }: ChaosDatabase): Promise<{ times: number; twice: number }> {
  const [row] = await query<{ times: number; twice: number }>(
    `with fired as (
       select data->>'scheduledFor' as at, count(*) as times from ashlar_jobs.job where name = 'yard.tick' group by 1
     ), ran as (select scheduled_for as at, count(*) as times from yard.ticked group by 1)
     select (select count(*)::int from fired) as times,
       (select count(*)::int from fired where times > 1) + (select count(*)::int from ran where times > 1) as twice`,
  )
  return row ?? { times: 0, twice: Number.NaN }
}
