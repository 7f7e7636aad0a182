/** Row 6: writers that commit late, roll back and take their time; nothing is skipped, and each key keeps its order. */

import { setTimeout as delay } from 'node:timers/promises'
import { atMost, never, quantile } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import { drained } from '../yard/drained.ts'
import { openYard, type Yard } from '../yard/open-yard.ts'
import { placeInOrder } from '../yard/yard.ts'

const writers = 12
const keys = 50

class Undone extends Error {}

export const orderOfEvents = defineScenario({
  name: 'order-of-events',
  promise: 'No event is skipped, and each key keeps its order, though writers commit late',
  sizes: { ci: { events: 20_000, idle: 200 }, release: { events: 200_000, idle: 1_000 } },
  async run(world, { events, idle }) {
    const { next: random } = world.random
    const yard = await openYard(world)
    const { database, app, startFleet } = yard
    const _fleet = await startFleet({ role: 'worker', size: 2 })
    const lags = await measureIdleLag(yard, idle)
    let asked = 0
    let kept = 0
    const write = async () => {
      while (asked < events) {
        const id = `event ${++asked}`
        const chance = random()
        const work = app.run(async () => {
          await placeInOrder(id, `key ${Math.floor(random() * keys)}`)
          if (chance < 0.002) await delay(random() * 2_000)
          if (chance > 0.9) throw new Undone()
        })
        await work.then(
          () => {
            kept += 1
          },
          (error) => {
            if (!(error instanceof Undone)) throw error
          },
        )
      }
    }
    await Promise.all(Array.from({ length: writers }, write))
    await drained(database, 30 * 60_000)
    const [found] = await database.query<{ skipped: number; doubled: number; disordered: number }>(
      `with handled as (
         select id, count(*) as times, min(serial) as serial, min(key) as key from yard.handled where key <> '' group by id
       ), ordered as (
         select row_number() over (partition by placed.key order by placed.serial) as written,
           row_number() over (partition by placed.key order by handled.serial) as received
         from yard.placed join handled using (id) where placed.key <> ''
       )
       select
         (select count(*)::int from yard.placed full join handled using (id)
          where placed.key is distinct from '' and (placed.id is null or handled.id is null)) as skipped,
         (select count(*)::int from handled where times > 1) as doubled,
         (select count(*)::int from ordered where written <> received) as disordered`,
    )
    return [
      never('events that were skipped, or delivered though undone', found?.skipped ?? kept, kept),
      never('events that were delivered twice', found?.doubled ?? kept, kept),
      never(`events out of their order, of ${keys} keys`, found?.disordered ?? kept, kept),
      atMost('from publishing to the handler, idle, p99', quantile(lags, 0.99), 250, 'ms', lags.length),
    ]
  },
})

async function measureIdleLag({ app, database: { query } }: Yard, times: number): Promise<number[]> {
  for (let i = 0; i < times; i += 1) {
    await app.run(() => placeInOrder(`idle ${i}`, ''))
    await delay(20)
  }
  const handled = async () =>
    query<{ ms: number }>(
      `select extract(epoch from at - published_at)::float8 * 1000 as ms from yard.handled where id like 'idle %'`,
    )
  while ((await handled()).length < times) await delay(50)
  return (await handled()).map(({ ms }) => ms)
}
