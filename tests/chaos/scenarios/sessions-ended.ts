import { setTimeout as delay } from 'node:timers/promises'
import { always, count, never } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import { createHttpClient } from '../workload/http-client.ts'
import type { ChaosDatabase } from '../world/database.ts'

/** Statements of one transaction; each writes one row. */
const steps = 6
/** Of the default configuration: ten for transactions and two for bookkeeping. */
const poolSize = 10
const largestUse = poolSize + 2

/** The session of a transaction is ended at each of its statement boundaries; statements that take too long come on top. */
export const sessionsEnded = defineScenario({
  name: 'sessions-ended',
  promise: 'Nothing runs outside of its transaction, and broken connections do not come back',
  sizes: { ci: { rounds: 20, timeouts: 300 }, release: { rounds: 200, timeouts: 10_000 } },
  async run(world, { rounds, timeouts }) {
    const database = await world.openDatabase({ durable: false })
    const server = await world.startServer({ database })
    await server.ready()
    const http = world.use(createHttpClient(poolSize))
    const { url } = server

    const answers = new Map<string, number>()
    let counted = 0
    async function interrupt(endAfter: number | null, goOn: boolean): Promise<void> {
      counted += 1
      const ref = `steps-${counted}`
      const { status } = await http.send(`${url}/bank/steps`, { body: { ref, endAfter, goOn } })
      answers.set(ref, status)
    }
    for (let round = 0; round < rounds; round += 1) {
      for (let boundary = 0; boundary <= steps; boundary += 1) {
        // Both at once, and one that is left alone: it must not get what was meant for another.
        await Promise.all([interrupt(boundary, false), interrupt(boundary, true), interrupt(null, false)])
      }
    }
    world.say(`${counted} transactions`)

    const rows = await database.query<{ ref: string; written: number }>(
      'select ref, count(*)::int as written from bank.step group by ref',
    )
    const written = new Map(rows.map((row) => [row.ref, row.written]))
    const refs = [...answers.keys()]
    const done = refs.filter((ref) => answers.get(ref) === 200)

    const late = await inParallel(timeouts, poolSize, async () => {
      const { status } = await http.send(`${url}/bank/late`, { method: 'POST' })
      return status
    })
    const sessions = await countSessions(database, 'true')
    const slow = inParallel(poolSize, poolSize, async (number) => {
      const body = { ref: `slow-${number}`, account: number, amount: 1, seconds: 2 }
      return (await http.send(`${url}/bank/slow`, { body })).status
    })
    const atWork = await most(() => countSessions(database, "state = 'active' and query like '%pg_sleep%'"), slow)
    const echoed = await inParallel(200, poolSize, async (number) => {
      const { status, body } = await http.send(`${url}/bank/echo/word-${number}`)
      return status === 200 && body === `{"word":"word-${number}"}`
    })

    return [
      count('sessions ended', refs.length - rounds * (steps + 1)),
      never('transactions kept in part', rows.filter((row) => row.written !== steps).length, refs.length),
      never('acknowledged and lost', done.filter((ref) => written.get(ref) !== steps).length, done.length),
      never(
        'refused, yet done',
        refs.filter((ref) => answers.get(ref) !== 200 && written.has(ref)).length,
        refs.length - done.length,
      ),
      always('transactions left alone that succeeded', done.length, rounds * (steps + 1)),
      never(
        'answers but 200 and 503',
        [...answers.values()].filter((status) => status !== 200 && status !== 503).length,
        refs.length,
      ),
      always('statements that took too long and were refused', late.filter((status) => status >= 500).length, timeouts),
      never('sessions above the pool', Math.max(0, sessions - largestUse), refs.length + timeouts),
      always('connections at work at once afterwards', atWork, poolSize),
      always('right answers afterwards', echoed.filter(Boolean).length, echoed.length),
    ]
  },
})

async function inParallel<Result>(
  times: number,
  width: number,
  work: (number: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  let next = 0
  const run = async () => {
    while (next < times) {
      next += 1
      results.push(await work(next))
    }
  }
  await Promise.all(Array.from({ length: width }, run))
  return results
}

/** The largest of what is counted until something has ended. */
async function most(counted: () => Promise<number>, until: Promise<unknown>): Promise<number> {
  let over = false
  const ended = until.finally(() => {
    over = true
  })
  let largest = 0
  while (!over) {
    largest = Math.max(largest, await counted())
    await delay(50)
  }
  await ended
  return largest
}

/** Counts the sessions of the app's pools; those that listen are no part of them. */
export async function countSessions({ queryAsApp }: ChaosDatabase, condition: string): Promise<number> {
  const [row] = await queryAsApp<{ sessions: number }>(
    `select count(*)::int as sessions from pg_stat_activity
      where usename = 'ashlar_app' and application_name = 'ashlar' and ${condition}`,
  )
  return row?.sessions ?? 0
}
