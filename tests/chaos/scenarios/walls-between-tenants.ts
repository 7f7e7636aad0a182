/** Rows 23 and 24: many tenants over few connections, with clients that hang up; nobody sees what is another's. */
import { never } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import { drained } from '../yard/drained.ts'
import { openYard } from '../yard/open-yard.ts'
import { tenantOf } from '../yard/people.ts'

const tenants = 200

export const wallsBetweenTenants = defineScenario({
  name: 'walls-between-tenants',
  promise: "A tenant never sees or writes another's rows, in requests and in jobs",
  sizes: { ci: { requests: 5_000 }, release: { requests: 200_000 } },
  async run(world, { requests }) {
    const { next: random } = world.random
    const { database, startFleet } = await openYard(world)
    const fleet = await startFleet({ role: 'all', size: 2 })
    await database.queryAsAll(
      `insert into yard.asset (tenant_id, note)
       select id, 'canary of ' || id from (
         select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id from generate_series(1, ${tenants}) as n
       ) as tenant`,
    )
    let asked = 0
    let aborted = 0
    let answered = 0
    let wrong = 0
    const lane = async () => {
      while (asked < requests) {
        asked += 1
        const number = 1 + Math.floor(random() * tenants)
        const own = tenantOf(number).id
        const chance = random()
        const { address } = await fleet.pick(random)
        const hangUp = new AbortController()
        const timer = random() < 0.25 ? setTimeout(() => hangUp.abort(), random() * 15) : undefined
        const init = {
          signal: hangUp.signal,
          headers: { authorization: `${number}`, 'content-type': 'application/json' },
        }
        const answer =
          chance < 0.2
            ? fetch(`${address}/yard/assets`, {
                ...init,
                method: 'POST',
                body: JSON.stringify({ note: `canary of ${own}` }),
              })
            : fetch(`${address}/yard/assets${chance < 0.5 ? '?slow=true' : ''}`, init)
        try {
          const text = await (await answer).text()
          answered += 1
          const { tenant, notes = [] } = JSON.parse(text) as { tenant?: string; notes?: string[] }
          if (tenant !== own || notes.length === 0 || notes.some((note) => !note.endsWith(own))) wrong += 1
        } catch (error) {
          if (!hangUp.signal.aborted) throw error
          aborted += 1
        } finally {
          clearTimeout(timer)
        }
      }
    }
    await Promise.all(Array.from({ length: 40 }, lane))
    await drained(database, 180_000)
    const [jobs] = await database.query<{ own: number; other: number }>(
      `select count(*) filter (where id = 'own')::int as own, count(*) filter (where id = 'other')::int as other from yard.done`,
    )
    const [stray] = await database.queryAsAll<{ n: number }>(
      `select count(*)::int as n from yard.asset where not note like '%' || tenant_id::text`,
    )
    return [
      never(`answers of ${tenants} tenants with what is another's (${aborted} clients hung up)`, wrong, answered),
      never(
        "jobs that found another tenant's rows, or the one of the job before",
        jobs?.other ?? 1,
        (jobs?.own ?? 0) + (jobs?.other ?? 0),
      ),
      never('rows that were written for another tenant', stray?.n ?? 1, asked),
    ]
  },
})
