import { setTimeout as delay } from 'node:timers/promises'
import { checkEffects, compareBookings, describeFindings } from '../checker/check-bookings.ts'
import { atLeast, atMost, count, quantile } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import { startWorkload } from '../workload/commands.ts'

/** The server is killed again and again while clients write; another is started on the same database and port. */
export const serverKilled = defineScenario({
  name: 'server-killed',
  promise: 'Acknowledged writes survive SIGKILL of the server',
  sizes: { ci: { kills: 60, acknowledged: 3_000 }, release: { kills: 1_000, acknowledged: 100_000 } },
  async run(world, { kills, acknowledged }) {
    const database = await world.openDatabase()
    const ledger = world.openLedger()
    let server = await world.startServer({ database })
    await server.ready()

    let stopped = false
    const workload = startWorkload({
      url: () => server.url,
      ledger,
      random: world.random.fork('workload'),
      clients: 8,
      goesOn: () => !stopped,
    })
    const nemesis = world.random.fork('nemesis')
    const readyAfterMs: number[] = []
    for (let kill = 1; kill <= kills; kill += 1) {
      await delay(nemesis.between(50, 350))
      await server.kill()
      server = await world.startServer({ database, port: server.port })
      readyAfterMs.push(await server.ready())
      if (kill % 10 === 0) world.say(`${kill} kills, ${workload.attempts.length} commands`)
    }
    const enough = () => workload.attempts.filter(({ outcome }) => outcome === 'acknowledged').length >= acknowledged
    while (!enough()) await delay(100)
    stopped = true
    await workload.done

    const entries = ledger.read()
    const done = entries.filter(({ outcome }) => outcome === 'acknowledged').length
    return [
      count('kills', kills),
      atLeast('acknowledged', done, acknowledged, '', entries.length),
      ...describeFindings(entries, await compareBookings(entries, database)),
      ...(await checkEffects('posting', database)),
      ...(await checkEffects('receipt', database)),
      atMost('ready again, p95', quantile(readyAfterMs, 0.95), 3_000, 'ms', readyAfterMs.length),
    ]
  },
})
