/** Workers as they run: several of them, interrupted, and told nothing. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '@ashlar/testing'
import { savepoint } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import fc from 'fast-check'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { bootCounting, type CountingApp, waitUntilDelivered } from './counting-app.ts'
import { restocked } from './shop.ts'

const inCi = process.env.CI !== undefined

let database: TestDatabase
let publisher: CountingApp
let outside: pg.Client

beforeEach(async () => {
  database = await createTestDatabase()
  publisher = await bootCounting(database.url, 'web')
  outside = new pg.Client({ connectionString: database.url, application_name: 'test' })
  await outside.connect()
})
afterEach(async () => {
  await outside.end()
  await publisher.app.close()
  await database.drop()
})

const publish = (item: string, key?: string) =>
  publisher.shop.publish(restocked, { item }, key === undefined ? {} : { key })
const publishAlone = (item: string, key?: string) => publisher.app.run(() => publish(item, key))
const rowsOf = async <Row>(text: string) => (await outside.query(text)).rows as Row[]
const handledItems = async () =>
  (await rowsOf<{ item: string }>('select item from counter.handled order by id')).map(({ item }) => item)

async function startProcess(): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'worker-process.ts'), {
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return child
}

async function endProcess(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

type Step = { readonly publish: string } | { readonly within: readonly Step[]; readonly fails: boolean }

const { program } = fc.letrec<{ step: Step; program: readonly Step[] }>((tie) => ({
  step: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ publish: fc.uuid() }),
    fc.record({ within: tie('program'), fails: fc.boolean() }),
  ),
  program: fc.array(tie('step'), { maxLength: 4 }),
}))

async function runSteps(steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if ('publish' in step) {
      await publish(step.publish)
      await publisher.shop.db.execute(sql`insert into shop.sale (item) values (${step.publish})`)
      continue
    }
    const work = savepoint(async () => {
      await runSteps(step.within)
      if (step.fails) throw new Error('undone')
    })
    await work.catch((error: Error) => {
      if (error.message !== 'undone') throw error
    })
  }
}

test('whatever work is made of, an event is kept exactly when the rows beside it are', async () => {
  await fc.assert(
    fc.asyncProperty(program, fc.boolean(), async (steps, fails) => {
      const work = publisher.app.run(async () => {
        await runSteps(steps)
        if (fails) throw new Error('undone')
      })
      await work.catch((error: Error) => expect(error.message).toBe('undone'))
      const [found] = await rowsOf<Record<'sales' | 'events' | 'deliveries', string>>(
        `select
           (select coalesce(array_agg(item order by item), '{}') from shop.sale) as sales,
           (select coalesce(array_agg(payload->>'item' order by payload->>'item'), '{}') from ashlar.event) as events,
           (select coalesce(array_agg(payload->>'item' order by payload->>'item'), '{}')
            from ashlar.event_delivery join ashlar.event on event.id = event_id) as deliveries`,
      )
      expect(found?.events).toEqual(found?.sales)
      expect(found?.deliveries).toEqual(found?.sales)
    }),
    { numRuns: inCi ? 60 : 500 },
  )
})

const interruptedCount = inCi ? 300 : 3_000

test(`killed processes and cut connections lose and double nothing, n = ${interruptedCount}`, async () => {
  const workers = await Promise.all([startProcess(), startProcess(), startProcess()])
  const published = Array.from({ length: interruptedCount }, (_, i) => `item ${i}`)
  const interrupting = new AbortController()
  const interrupt = async () => {
    for (let turn = 0; !interrupting.signal.aborted; turn += 1) {
      await delay(120)
      const at = turn % workers.length
      await endProcess(workers[at] as ChildProcess)
      workers[at] = await startProcess()
      await outside.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name like 'ashlar%' and random() < 0.5`,
      )
    }
  }
  const interrupted = interrupt()
  for (const item of published) {
    // The publisher's own connections are cut too; what it was not told to be kept, it publishes again.
    while (true) {
      try {
        await publishAlone(item)
        break
      } catch {
        const kept = await rowsOf(`select from ashlar.event where payload->>'item' = '${item}'`)
        if (kept.length > 0) break
      }
    }
  }
  interrupting.abort()
  await interrupted
  // The publisher's own connections may have been among the last that were cut.
  const pending = () => rowsOf(`select from ashlar.event_delivery where state = 'pending'`)
  await expect.poll(pending).toHaveLength(0)

  expect((await handledItems()).toSorted()).toEqual(published.toSorted())
  await Promise.all(workers.map(endProcess))
})

const orderedCount = inCi ? 40 : 400

test(`12 writers with rollbacks and long transactions: nothing is skipped, and each key keeps its order, n = ${12 * orderedCount}`, async () => {
  const workers = await Promise.all([bootCounting(database.url), bootCounting(database.url)])
  for (const { app } of workers) app.background.deliveries.start()
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  let kept = 0
  const write = async (writer: number) => {
    for (let i = 0; i < orderedCount; i += 1) {
      const key = keys[Math.floor(Math.random() * keys.length)] ?? 'a'
      const chance = Math.random()
      const item = `${key} ${writer} ${i}`
      const work = publisher.app.run(async () => {
        await publish(item, key)
        // Publishing waits for those before it with the same key, so this row comes after theirs.
        await publisher.shop.db.execute(sql`insert into shop.sale (item) values (${item})`)
        if (chance < 0.03) await delay(200)
        if (chance > 0.9) throw new Error('undone')
      })
      await work.then(
        () => {
          kept += 1
        },
        (error: Error) => expect(error.message).toBe('undone'),
      )
    }
  }
  await Promise.all(Array.from({ length: 12 }, (_, writer) => write(writer)))
  await waitUntilDelivered(publisher)

  const orderOf = (items: readonly string[]) => Map.groupBy(items, (item) => item.slice(0, 1))
  const sales = (await rowsOf<{ item: string }>('select item from shop.sale order by id')).map(({ item }) => item)
  const handled = await handledItems()
  expect(handled).toHaveLength(kept)
  for (const [key, items] of orderOf(sales)) expect(orderOf(handled).get(key)).toEqual(items)
  await Promise.all(workers.map(({ app }) => app.close()))
})

test('another process is woken by a notification, by the return of its connection, and by the clock', async () => {
  const worker = await bootCounting(database.url)
  await publishAlone('there already')
  // The clock stands still until the test moves it on.
  vi.useFakeTimers({ toFake: ['setInterval'] })
  worker.app.background.deliveries.start()
  try {
    await waitUntilDelivered(publisher)
    await publishAlone('heard')
    await waitUntilDelivered(publisher)

    const cut = await outside.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'ashlar notifications'`,
    )
    expect(cut.rowCount).toBe(1)
    await publishAlone('missed while away')
    await waitUntilDelivered(publisher)

    const deliverAgain = `insert into ashlar.event_delivery (event_id, handler)
      select id, 'counter.count' from ashlar.event where payload->>'item' = 'heard'`
    await outside.query(deliverAgain)
    vi.advanceTimersByTime(1_000)
    await waitUntilDelivered(publisher)
  } finally {
    vi.useRealTimers()
    await worker.app.close()
  }

  expect(await handledItems()).toEqual(['there already', 'heard', 'missed while away', 'heard'])
})

test('a worker that stops finishes what it has begun and takes nothing more', async () => {
  for (let i = 0; i < 30; i += 1) await publishAlone(`item ${i}`)
  const worker = await bootCounting(database.url)
  worker.app.background.deliveries.start()
  while ((await handledItems()).length === 0) await delay(1)
  await worker.app.close()

  const handled = (await handledItems()).length
  const [left] = await publisher.app.events.metrics()
  expect(handled + (left?.pending ?? 0)).toBe(30)
  const [begun] = await rowsOf<{ count: string }>(
    `select count(*) from ashlar.event_delivery where state = 'pending' and attempts > 0`,
  )
  expect(begun?.count).toBe('0')
})

test('listening starts the worker in the roles that deliver, and a worker answers the probes alone', async () => {
  await publishAlone('tea')
  const worker = await bootCounting(database.url, 'worker')
  const address = await worker.app.http.fastify.listen({ port: 0, host: '127.0.0.1' })
  await waitUntilDelivered(publisher)

  expect(await handledItems()).toEqual(['tea'])
  expect((await fetch(`${address}/up`)).status).toBe(200)
  expect((await fetch(`${address}/`)).status).toBe(404)
  await worker.app.close()
})
