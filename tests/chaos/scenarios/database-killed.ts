import { setTimeout as delay } from 'node:timers/promises'
import { checkEffects, compareBookings, describeFindings } from '../checker/check-bookings.ts'
import { atMost, count, type Figure, never } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import { type Attempt, startWorkload } from '../workload/commands.ts'

/** From the moment at which the database accepted connections again to the next time that it was killed. */
interface Calm {
  readonly from: number
  to: number
}

/** The database is killed with all its processes every few seconds while clients write; the server is left alone. */
export const databaseKilled = defineScenario({
  name: 'database-killed',
  promise: 'Acknowledged writes survive SIGKILL of the database, and clients see nothing worse than 503',
  sizes: { ci: { kills: 8, commands: 4_000 }, release: { kills: 200, commands: 200_000 } },
  async run(world, { kills, commands }) {
    const database = await world.openDatabase()
    const ledger = world.openLedger()
    const server = await world.startServer({ database })
    await server.ready()

    let killed = 0
    const workload = startWorkload({
      url: () => server.url,
      ledger,
      random: world.random.fork('workload'),
      clients: 16,
      goesOn: (sent) => sent < commands || killed < kills,
    })
    let over = false
    const ended = workload.done.then(() => {
      over = true
    })
    const nemesis = world.random.fork('nemesis')
    const calms: Calm[] = []
    while (!over) {
      await delay(nemesis.between(2_000, 6_000))
      const last = calms.at(-1)
      if (last) last.to = performance.now()
      await database.crash(nemesis.between(0, 2_000))
      killed += 1
      calms.push({ from: performance.now(), to: Number.POSITIVE_INFINITY })
      world.say(`${killed} kills, ${workload.attempts.length} commands`)
    }
    await ended

    const entries = ledger.read()
    return [
      count('kills', killed),
      ...describeFindings(entries, await compareBookings(entries, database)),
      ...(await checkEffects('posting', database)),
      ...(await checkEffects('receipt', database)),
      ...describeAnswers(workload.attempts),
      never('server processes that ended', server.process.exitCode === null ? 0 : 1, killed),
      atMost('error-free after it is back, longest', longestTrouble(workload.attempts, calms), 2_000, 'ms', killed),
    ]
  },
})

/** What clients were told instead of a success. */
export function describeAnswers(attempts: readonly Attempt[]): readonly Figure[] {
  const silent = attempts.filter(({ status }) => status === 0).length
  const improper = attempts.filter(({ complaint }) => complaint !== undefined)
  return [
    count('refused with 503 and Retry-After', attempts.filter(({ status }) => status === 503).length),
    never('requests without an answer', silent, attempts.length),
    never('answers but 200 and a proper 503', improper.length, attempts.length),
  ]
}

/** How long after the database was back a request still failed, at worst. */
function longestTrouble(attempts: readonly Attempt[], calms: readonly Calm[]): number {
  const troubles = calms.map(({ from, to }) => {
    const failed = attempts.filter(
      ({ outcome, endedAt }) => outcome !== 'acknowledged' && endedAt > from && endedAt < to,
    )
    return Math.max(0, ...failed.map(({ endedAt }) => endedAt - from))
  })
  return Math.max(0, ...troubles)
}
