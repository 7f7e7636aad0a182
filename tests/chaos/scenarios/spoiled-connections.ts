import { setTimeout as delay } from 'node:timers/promises'
import { checkEffects, compareBookings, describeFindings } from '../checker/check-bookings.ts'
import { atMost, count, type Figure, never } from '../figures.ts'
import { openToxicProxy, type Toxic } from '../nemesis/toxic-proxy.ts'
import { defineScenario } from '../scenario.ts'
import { startWorkload } from '../workload/commands.ts'
import { createHttpClient } from '../workload/http-client.ts'
import { describeAnswers } from './database-killed.ts'
import { countSessions } from './sessions-ended.ts'

const toxics: Readonly<Record<string, Toxic>> = {
  latency: { kind: 'latency', ms: 30, jitterMs: 0 },
  jitter: { kind: 'latency', ms: 60, jitterMs: 60 },
  'black hole': { kind: 'blackhole', towards: 'both' },
  'black hole towards the database': { kind: 'blackhole', towards: 'server' },
  reset: { kind: 'reset' },
  'reset within answers': { kind: 'reset-after', bytes: 5_000 },
  'half-close': { kind: 'half-close' },
  throttle: { kind: 'throttle', bytesPerSecond: 20_000 },
  'slices of 1 byte': { kind: 'slice', bytes: 1 },
  'slices of 7 bytes': { kind: 'slice', bytes: 7 },
}

/** Of the default configuration: ten for transactions and two for bookkeeping. */
const largestUse = 12

/** The connections to the database are spoiled in ten ways, one after the other, while clients read and write. */
export const spoiledConnections = defineScenario({
  name: 'spoiled-connections',
  promise: 'Cut, half-open and slow connections to the database are got over',
  sizes: { ci: { eachMs: 3_000 }, release: { eachMs: 30_000 } },
  async run(world, { eachMs }) {
    const database = await world.openDatabase({ durable: false })
    const ledger = world.openLedger()
    const proxy = world.use(await openToxicProxy({ path: database.socket }, world.random.fork('proxy')))
    const server = await world.startServer({
      database: { appUrl: proxy.through(database.appUrl), ownerUrl: database.ownerUrl },
    })
    await server.ready()
    // Those that listen for what others say are no part of the pools.
    const listening = proxy.open() - (await countSessions(database, 'true'))

    let stopped = false
    const goesOn = () => !stopped
    const workload = startWorkload({
      url: () => server.url,
      ledger,
      random: world.random.fork('workload'),
      clients: 8,
      goesOn,
      pauseMs: 100,
    })
    const readers = startReaders(server.url, goesOn)
    const recoveries: Figure[] = []
    let largest = 0
    for (const [name, toxic] of Object.entries(toxics)) {
      proxy.set(toxic)
      await delay(eachMs)
      largest = Math.max(largest, proxy.open() - listening)
      proxy.set(undefined)
      const since = performance.now()
      const recovered = await recoversFrom(since, () => [...workload.attempts, ...readers.attempts])
      world.say(`${name}: ${Math.round(recovered)} ms until all went well`)
      recoveries.push(atMost(`well again after ${name}`, recovered, 5_000, 'ms', 1))
      largest = Math.max(largest, proxy.open() - listening)
    }
    stopped = true
    await Promise.all([workload.done, readers.done])

    const entries = ledger.read()
    return [
      count('toxics', recoveries.length),
      ...describeFindings(entries, await compareBookings(entries, database)),
      ...(await checkEffects('posting', database)),
      ...(await checkEffects('receipt', database)),
      ...describeAnswers(workload.attempts),
      never(
        'rows given to the wrong request',
        readers.attempts.filter(({ wrong }) => wrong).length,
        readers.attempts.length,
      ),
      never('connections above the pool', Math.max(0, largest - largestUse), recoveries.length * 2),
      ...recoveries,
    ]
  },
})

interface Reading {
  readonly outcome: 'acknowledged' | 'refused'
  /** Whether what it was told is another's. */
  readonly wrong: boolean
  readonly endedAt: number
}

/** Clients that have the database repeat words. */
function startReaders(url: string, goesOn: () => boolean) {
  const clients = 4
  const http = createHttpClient(clients)
  const attempts: Reading[] = []
  let counted = 0
  const run = async () => {
    while (goesOn()) {
      counted += 1
      const word = `word-${counted}`
      const answer = await http.send(`${url}/bank/echo/${word}`).catch(() => undefined)
      const went = answer?.status === 200
      attempts.push({
        outcome: went ? 'acknowledged' : 'refused',
        wrong: went && answer.body !== JSON.stringify({ word }),
        endedAt: performance.now(),
      })
      await delay(100)
    }
  }
  const all = Promise.all(Array.from({ length: clients }, run))
  return { attempts, done: all.then(() => http[Symbol.asyncDispose]()) }
}

/** How long nothing may go wrong, and enough must have gone well, before all is well again. */
const calmMs = 1_500
const patienceMs = 45_000

/** How long after `since` the last thing went wrong, in milliseconds. */
async function recoversFrom(
  since: number,
  listAttempts: () => readonly { readonly outcome: string; readonly endedAt: number }[],
): Promise<number> {
  for (;;) {
    await delay(100)
    const now = performance.now()
    const after = listAttempts().filter(({ endedAt }) => endedAt > since)
    const lastFailure = Math.max(
      since,
      ...after.filter(({ outcome }) => outcome !== 'acknowledged').map(({ endedAt }) => endedAt),
    )
    const wentWell = after.filter(({ endedAt }) => endedAt > lastFailure)
    const firstSuccess = Math.min(...wentWell.map(({ endedAt }) => endedAt))
    if (wentWell.length >= 12 && now - Math.max(lastFailure, firstSuccess) > calmMs) return firstSuccess - since
    if (now - since > patienceMs) return patienceMs
  }
}
