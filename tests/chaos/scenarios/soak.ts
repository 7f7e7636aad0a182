/** Row 22: a load that goes on for long, with a server that is replaced every few minutes; nothing is to pile up. */
import { setTimeout as delay } from 'node:timers/promises'
import { checkEffects, compareBookings, describeFindings } from '../checker/check-bookings.ts'
import { always, atMost, count, type Figure, never, quantile, type Sample, slopeOf } from '../figures.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openFiles, residentBytes } from '../nemesis/processes.ts'
import { openToxicProxy } from '../nemesis/toxic-proxy.ts'
import { defineScenario } from '../scenario.ts'
import { type Attempt, startWorkload } from '../workload/commands.ts'
import type { AppServer } from '../world/app-server.ts'
import type { ChaosDatabase } from '../world/database.ts'
import type { World } from '../world/world.ts'

const clients = 32
/** The part of the load that saturates the app. */
const share = 0.7
/** What a process takes to fill its caches and its heap: no slope is taken of that. */
const warmUpMs = 60_000
const sampleMs = 3_000
/** The length of time of which each p99 is. */
const intervalMs = 10_000
/** For how long the first requests of a process, and the load of its start, stay out of the p99s. */
const settleMs = 20_000
const token = 'read-by-the-soak-alone'

export const soak = defineScenario({
  name: 'soak',
  promise: 'Nothing piles up and nothing slows down under a load that goes on',
  sizes: { release: { minutes: 30, minutesBetweenRestarts: 3 } },
  async run(world, { minutes, minutesBetweenRestarts }) {
    const database = await world.openDatabase()
    const ledger = world.openLedger()
    const start = async () => {
      const server = await world.startServer({ database, env: { METRICS_TOKEN: token } })
      await server.ready()
      return server
    }
    let server = await start()
    const balancer = world.use(await openToxicProxy({ port: server.port, host: '127.0.0.1' }, world.random))
    const url = () => `http://127.0.0.1:${balancer.port}`
    await flood(world, { url, ledger, database, name: 'warm-up', seconds: 10 })
    const peak = await flood(world, { url, ledger, database, name: 'flood', seconds: 20 })
    world.say(`${Math.round(peak)} commands a second saturate it`)

    let over = false
    const workload = startWorkload({
      url,
      ledger,
      random: world.random.fork('workload'),
      clients,
      perSecond: peak * share,
      goesOn: () => !over,
    })
    const startedAt = performance.now()
    const lives: Life[] = []
    const ends: (number | NodeJS.Signals)[] = []
    for (let restarts = 1; (restarts - 1) * minutesBetweenRestarts < minutes; restarts += 1) {
      const from = performance.now()
      const next = await start()
      balancer.pointTo({ port: next.port, host: '127.0.0.1' })
      ends.push(await server.stop())
      server = next
      const to = startedAt + Math.min(minutes, restarts * minutesBetweenRestarts) * 60_000
      const calmFrom = performance.now() + settleMs
      const life = await watchLife(server, { from, calmFrom, to, clients: balancer.open })
      lives.push(life)
      world.say(
        `${restarts} times replaced, ${workload.attempts.length} commands; the last process grew by ` +
          `${slopeOf(life.held.resident).toFixed(1)} MB and ${slopeOf(life.held.files).toFixed(1)} open files a minute`,
      )
    }
    const endedAt = performance.now()
    over = true
    await workload.done

    const { attempts } = workload
    const failed = attempts.filter(({ outcome }) => outcome !== 'acknowledged').length
    const known = ledger.read()
    return [
      count('minutes', (endedAt - startedAt) / 60_000),
      count('commands a second that saturate it', peak),
      count('commands a second that were sent', (attempts.length / (endedAt - startedAt)) * 1_000),
      never('commands that failed', failed, attempts.length),
      always('processes that were replaced and ended with 0', ends.filter((end) => end === 0).length, ends.length),
      ...describeFindings(known, await compareBookings(known, database)),
      ...(await checkEffects('posting', database)),
      ...(await checkEffects('receipt', database)),
      ...describeGrowth(lives),
      ...describeDrift(attempts, lives),
    ]
  },
})

interface FloodOptions {
  readonly url: () => string
  readonly ledger: Ledger
  readonly database: ChaosDatabase
  readonly name: string
  readonly seconds: number
}

/** Sends as much as is answered. @returns how many commands a second were done, with all that follows from them. */
async function flood(world: World, { url, ledger, database, name, seconds }: FloodOptions): Promise<number> {
  const startedAt = performance.now()
  const goesOn = () => performance.now() - startedAt < seconds * 1_000
  const workload = startWorkload({ url, ledger, random: world.random.fork(name), clients, goesOn })
  await workload.done
  await checkEffects('posting', database)
  await checkEffects('receipt', database)
  return (workload.attempts.length / (performance.now() - startedAt)) * 1_000
}

/** What one process was seen to hold, each sample at its minute. */
interface Held {
  readonly resident: readonly Sample[]
  /** Resident memory but the space for new objects, which V8 doubles and halves by tens of megabytes as it sees fit. */
  readonly lasting: readonly Sample[]
  /** Open files and sockets, but those to clients and to the database: of these there are more the longer answers take. */
  readonly files: readonly Sample[]
}

/** One process, from its start to that of the next. */
interface Life {
  /** When nothing of its start is felt any more, by the clock of the run. */
  readonly calmFrom: number
  readonly to: number
  readonly held: Held
  readonly warnings: number
}

interface WatchOptions {
  readonly from: number
  readonly calmFrom: number
  readonly to: number
  /** How many connections clients have open. */
  readonly clients: () => number
}

async function watchLife(server: AppServer, { from, calmFrom, to, clients }: WatchOptions): Promise<Life> {
  const held = { resident: [] as Sample[], lasting: [] as Sample[], files: [] as Sample[] }
  for (let at = from + warmUpMs; at < to; at += sampleMs) {
    await delay(Math.max(0, at - performance.now()))
    const minute = performance.now() / 60_000
    const { databaseConnections, newSpaceBytes } = await readMetrics(server)
    const resident = residentBytes(server.pid)
    held.resident.push({ at: minute, value: resident / 2 ** 20 })
    held.lasting.push({ at: minute, value: (resident - newSpaceBytes) / 2 ** 20 })
    held.files.push({ at: minute, value: openFiles(server.pid) - clients() - databaseConnections })
  }
  await delay(Math.max(0, to - performance.now()))
  // Node warns of an emitter that has more listeners than anybody means to add.
  return { calmFrom, to, held, warnings: server.log().split('MaxListenersExceededWarning').length - 1 }
}

interface Told {
  readonly databaseConnections: number
  readonly newSpaceBytes: number
}

/** What the process tells of itself. */
async function readMetrics({ url }: AppServer): Promise<Told> {
  const answer = await fetch(`${url}/up/metrics`, { headers: { authorization: `Bearer ${token}` } })
  const text = await answer.text()
  const sumOf = (pattern: RegExp) => {
    const found = [...text.matchAll(pattern)]
    if (found.length === 0) throw new Error(`The metrics tell nothing of ${pattern}; the answer was ${answer.status}.`)
    return found.reduce((sum, [, value]) => sum + Number(value), 0)
  }
  return {
    databaseConnections: sumOf(/^ashlar_database_connections{.*state="(?:used|idle)".*} (\d+)$/gm),
    newSpaceBytes: sumOf(/^nodejs_heap_space_size_total_bytes{space="new"} (\d+)$/gm),
  }
}

/** How much more each process held at the end of its life than after it had warmed up. */
function describeGrowth(lives: readonly Life[]): readonly Figure[] {
  const slopesOf = (kind: keyof Held) => lives.map(({ held }) => slopeOf(held[kind]))
  const steepest = (kind: keyof Held) => Math.max(...slopesOf(kind))
  const samples = lives.reduce((sum, { held }) => sum + held.files.length, 0)
  const perMinute = 'MB a minute'
  return [
    atMost('resident memory grows within a life, median', quantile(slopesOf('resident'), 0.5), 2, perMinute, samples),
    atMost('resident memory grows within a life, steepest', steepest('resident'), 2, perMinute, samples),
    atMost('the same but the space for new objects, steepest', steepest('lasting'), 2, perMinute, samples),
    atMost('files and sockets but connections grow within a life, steepest', steepest('files'), 1, 'a minute', samples),
    never(
      'warnings of too many listeners',
      lives.reduce((sum, { warnings }) => sum + warnings, 0),
      lives.length,
    ),
  ]
}

/** Whether answers take longer in the last third than in the first. */
function describeDrift(attempts: readonly Attempt[], lives: readonly Life[]): readonly Figure[] {
  const intervals = lives.flatMap(({ calmFrom, to }) => {
    const calm = attempts.filter(({ endedAt }) => endedAt >= calmFrom && endedAt < to)
    const byInterval = Map.groupBy(calm, ({ endedAt }) => Math.floor((endedAt - calmFrom) / intervalMs))
    return [...byInterval.values()]
  })
  const p99s = intervals.map((each) =>
    quantile(
      each.map(({ ms }) => ms),
      0.99,
    ),
  )
  const third = Math.floor(p99s.length / 3)
  const first = quantile(p99s.slice(0, third), 0.5)
  const last = quantile(p99s.slice(-third), 0.5)
  return [
    count('p99 in the first third, median', first, 'ms'),
    count('p99 in the last third, median', last, 'ms'),
    atMost('p99 drifts by', (last / first - 1) * 100, 10, '%', p99s.length),
  ]
}
