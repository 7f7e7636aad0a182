/** Row 5: a process ends at every point of an order's way; what belongs together is there together or not at all. */

import { setTimeout as delay } from 'node:timers/promises'
import { always, type Figure, never } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import type { ChaosDatabase } from '../world/database.ts'
import { requestPoints, workPoints } from '../yard/die.ts'
import { drained } from '../yard/drained.ts'
import { openYard } from '../yard/open-yard.ts'

const points = [
  ...requestPoints.map((point) => `request: ${point}`),
  ...workPoints.flatMap((point) => [`event: ${point}`, `job: ${point}`]),
]

export const killedAtPoints = defineScenario({
  name: 'killed-at-points',
  promise: 'What belongs together commits or vanishes together, wherever the process ends',
  sizes: { ci: { each: 5 }, release: { each: 50 } },
  async run(world, { each }) {
    const { next: random } = world.random
    const kills = each * points.length
    const { database, startFleet } = await openYard(world)
    const fleet = await startFleet({ role: 'all', size: 3 })
    const acknowledged: string[] = []
    const died = new Map<string, number>()
    let sent = 0
    const wanted = points.flatMap((point) => Array.from({ length: kills / points.length }, () => point))
    const shuffled = wanted.map((point) => ({ point, at: random() })).toSorted((one, other) => one.at - other.at)
    const lane = async () => {
      for (let next = shuffled.pop(); next !== undefined; next = shuffled.pop()) {
        // A process that the other lane has ended never came to this lane's point: then it asks again.
        for (let id = ''; !fleet.deaths.has(id); ) {
          id = `order ${++sent}`
          const { address, child } = await fleet.pick(random)
          if (await place(address, id, next.point)) acknowledged.push(id)
          else if (child.exitCode === null) await delay(20)
          for (let i = 0; i < 40 && !fleet.deaths.has(id); i += 1) await delay(10)
        }
        died.set(next.point, (died.get(next.point) ?? 0) + 1)
      }
    }
    await Promise.all([lane(), lane()])
    await fleet.whole()
    await drained(database, 120_000)
    return figures(await lookAt(database.query, acknowledged), kills, died)
  },
})

/** @returns whether it was acknowledged; no answer means that nobody knows. */
async function place(address: string, id: string, dieAt: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/yard/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, dieAt }),
    })
    await answer.text()
    return answer.ok
  } catch {
    await delay(5)
    return false
  }
}

interface Found {
  /** Orders in the database, and those among them that were acknowledged. */
  readonly kept: number
  readonly told: number
  readonly lost: number
  readonly orphans: number
  readonly notOnce: number
}

async function lookAt(query: ChaosDatabase['query'], acknowledged: string[]): Promise<Found> {
  const [found] = await query<Found>(
    `with event as (select payload->>'id' as id from ashlar.event where name = 'yard.placed'),
       job as (select data->'payload'->>'id' as id from ashlar_jobs.job where name = 'yard.work'),
       handled as (select id, count(*) as times from yard.handled group by id),
       done as (select id, count(*) as times from yard.done group by id)
     select
       (select count(*)::int from yard.placed) as kept,
       pg_catalog.cardinality($1::text[]) as told,
       (select count(*)::int from unnest($1::text[]) as told (id) where not exists (select from yard.placed where placed.id = told.id)) as lost,
       (select count(*)::int from yard.placed full join event using (id) full join job using (id)
        where placed.id is null or event.id is null or job.id is null) as orphans,
       (select count(*)::int from yard.placed full join handled using (id) full join done using (id)
        where handled.times is distinct from 1 or done.times is distinct from 1) as "notOnce"`,
    [acknowledged],
  )
  if (found === undefined) throw new Error('Nothing was counted.')
  return found
}

function figures(
  { kept, told, lost, orphans, notOnce }: Found,
  kills: number,
  died: ReadonlyMap<string, number>,
): Figure[] {
  const counts = points.map((point) => died.get(point) ?? 0)
  const total = counts.reduce((sum, count) => sum + count, 0)
  return [
    never('acknowledged orders that are lost', lost, told),
    never('orders, events and jobs without each other', orphans, kept),
    never('effects of events and jobs that did not happen exactly once', notOnce, 2 * kept),
    always(`kills, at least ${Math.min(...counts)} at each of ${points.length} points`, total, kills),
  ]
}
