/** How soon an event is handled (P8), and what publishing one adds to a request. */
import { setTimeout as delay } from 'node:timers/promises'
import { behaviour, defineModule, type Publish } from 'ashlar'
import { after, event } from 'ashlar/contract'
import type { ModuleDatabase } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import type { App } from 'ashlar/runtime'
import pg from 'pg'
import { z } from 'zod'
import { bootModule } from './boot-module.ts'
import { median } from './measure.ts'

export interface Latency {
  readonly events: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export interface EventCost {
  /** 200 events a second and nothing else. */
  readonly idle: Latency
  /** The same beside four writers that never rest. */
  readonly underLoad: Latency
  /** The processor time of a transaction of three statements that also publishes, of one that does not. */
  readonly publishRatio: number
  /** The same for how long the transaction takes, one at a time. */
  readonly publishTimeRatio: number
}

const eventsPerSecond = 200
const seconds = 10
const rounds = 7
const repeats = 400

const noted = event('bench.noted', { version: 1, payload: z.object({ id: z.string(), sentAt: z.number() }) })
const publishes = [noted] as const
const listens = { handle: after(noted) }

interface Bench {
  readonly app: App
  readonly db: ModuleDatabase
  readonly publish: Publish<typeof noted>
}

/** Measures on a database of its own. */
export async function measureEvents(url: string): Promise<EventCost> {
  await createTable(url)
  const handledMs: number[] = []
  const bench = await bootBench(url, (sentAt) => void handledMs.push(performance.now() - sentAt))
  try {
    const costs = await compareWork(bench)
    bench.app.background.deliveries.start()
    await publishSteadily(bench, 2)
    const idle = await measureLatency(bench, handledMs)
    const load = startLoad(bench)
    const underLoad = await measureLatency(bench, handledMs)
    await load.stop()
    return { idle, underLoad, ...costs }
  } finally {
    await bench.app.close()
  }
}

async function bootBench(url: string, onHandled: (sentAt: number) => void): Promise<Bench> {
  const given = Promise.withResolvers<Omit<Bench, 'app'>>()
  const start = behaviour<{ id: 'bench'; publishes: typeof publishes; listens: typeof listens }>(({ db, publish }) => {
    given.resolve({ db, publish })
    return { listens: { handle: ({ sentAt }) => onHandled(sentAt) } }
  })
  const definition = defineModule({
    id: 'bench',
    publishes,
    listens,
    start: async (): Promise<unknown> => ({ default: start }),
  })
  const app = await bootModule(definition, { appUrl: url, ownerUrl: url })
  return { app, ...(await given.promise) }
}

async function createTable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    'create schema bench; create table bench.note (id uuid primary key default gen_random_uuid(), title text not null)',
  )
  await client.end()
}

/** What a request does: look something up, write a row, read it back. */
async function readAndWrite({ db }: Bench): Promise<void> {
  await db.execute(sql`select title from bench.note where id = ${'00000000-0000-0000-0000-000000000000'}`)
  const { rows } = await db.execute<{ id: string }>(
    sql`insert into bench.note (title) values (${'A note of ordinary length'}) returning id`,
  )
  await db.execute(sql`select title from bench.note where id = ${rows[0]?.id}`)
}

const work = (bench: Bench) => bench.app.run(() => readAndWrite(bench))

const workAndPublish = (bench: Bench) =>
  bench.app.run(async () => {
    await readAndWrite(bench)
    await bench.publish(noted, { id: 'note', sentAt: performance.now() })
  })

/** Publishes at an even pace, whatever the answers take. */
async function publishSteadily(bench: Bench, forSeconds: number): Promise<number> {
  const startedAt = performance.now()
  const count = eventsPerSecond * forSeconds
  const published: Promise<void>[] = []
  for (let i = 0; i < count; i += 1) {
    const ahead = startedAt + (i * 1000) / eventsPerSecond - performance.now()
    if (ahead > 0) await delay(ahead)
    published.push(workAndPublish(bench))
  }
  await Promise.all(published)
  return count
}

async function measureLatency(bench: Bench, handledMs: number[]): Promise<Latency> {
  await settle(bench)
  handledMs.length = 0
  const events = await publishSteadily(bench, seconds)
  await settle(bench)
  const sorted = handledMs.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
  if (sorted.length !== events) throw new Error(`${events} events were published, and ${sorted.length} handled.`)
  return { events, p50Ms: at(0.5), p99Ms: at(0.99) }
}

async function settle({ app }: Bench): Promise<void> {
  while ((await app.events.metrics()).some(({ pending }) => pending > 0)) await delay(20)
}

function startLoad(bench: Bench): { readonly stop: () => Promise<unknown> } {
  let stopped = false
  const writers = Array.from({ length: 4 }, async () => {
    while (!stopped) await work(bench)
  })
  return {
    stop: () => {
      stopped = true
      return Promise.all(writers)
    },
  }
}

/** Interleaved rounds, while nothing is delivered. */
async function compareWork(bench: Bench): Promise<Pick<EventCost, 'publishRatio' | 'publishTimeRatio'>> {
  const processor: number[] = []
  const time: number[] = []
  await measure(bench, work)
  await measure(bench, workAndPublish)
  for (let round = 0; round < rounds; round += 1) {
    const [without, with_] = [await measure(bench, work), await measure(bench, workAndPublish)]
    processor.push(with_.processor / without.processor)
    time.push(with_.time / without.time)
  }
  return { publishRatio: median(processor), publishTimeRatio: median(time) }
}

async function measure(
  bench: Bench,
  of: (bench: Bench) => Promise<void>,
): Promise<{ processor: number; time: number }> {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  for (let i = 0; i < repeats; i += 1) await of(bench)
  const used = process.cpuUsage(before)
  return { processor: used.user + used.system, time: performance.now() - startedAt }
}
