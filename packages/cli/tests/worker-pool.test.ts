/** Worker processes that are kept running, whatever the jobs do to them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type TestApp, testModules } from '@ashlar/testing'
import { afterAll, afterEach, beforeAll, expect, onTestFailed, test, vi } from 'vitest'
import { createWorkerPool, type EndedWorker, longestSilenceMs, type WorkerPool } from '../src/serve/worker-pool.ts'
import { type Deed, openFactory } from './factory.ts'

const factory = openFactory()
let app: TestApp
let pool: WorkerPool
const ended: EndedWorker[] = []

beforeAll(async () => {
  app = await testModules([factory.source])
})
afterEach(async () => {
  await pool?.stop()
  ended.length = 0
})
afterAll(async () => {
  await app?.close()
})

function startPool(memoryMb?: number): void {
  pool = createWorkerPool({
    count: 1,
    script: join(import.meta.dirname, 'factory-worker.ts'),
    environment: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: app.database.url },
    memoryMb,
    patienceMs: 60_000,
    onEnded: (worker) => ended.push(worker),
  })
  pool.start()
}

const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 150_000, interval: 100 })
const enqueue = async (what: Deed) => String(await app.run(() => factory.given().enqueue(what)))
const stateOf = async (id: string) => {
  const { state, attempts, error } = await app.jobs.show(id)
  return { state, attempts, code: error?.code }
}
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test.each<[string, Deed, number | undefined, RegExp]>([
  ['ends its process', 'exit', undefined, /^it ended with status 3$/],
  ['computes without a pause', 'loop', undefined, /^it was silent for too long and was ended$/],
  ['fills the memory', 'eat', 96, /^SIGABRT$/],
])(
  'a job that %s is left to a person in the end, and others are done by the processes that follow',
  async (_how, what, memoryMb, reason) => {
    startPool(memoryMb)
    const bad = await enqueue(what)
    await until(async () => expect(await stateOf(bad)).toEqual({ state: 'failed', attempts: 2, code: 'ASH928' }))
    const good = await enqueue('nothing')
    await until(async () => expect(await stateOf(good)).toMatchObject({ state: 'completed' }))

    expect(ended.length).toBeGreaterThanOrEqual(2)
    for (const each of ended) expect(each.reason).toMatch(reason)
    expect(ended.slice(0, 2).map(({ againInMs }) => againInMs)).toEqual([500, 1_000])
    expect(pool.pids()).toHaveLength(1)
  },
)

test('a pool that stops lets its processes finish what they run, and leaves none behind', async () => {
  startPool()
  const id = await enqueue('wait')
  await until(async () => expect(await stateOf(id)).toMatchObject({ state: 'active' }))
  const [pid = 0] = pool.pids()
  expect(isAlive(pid)).toBe(true)
  await pool.stop()
  expect(await stateOf(id)).toMatchObject({ state: 'completed', attempts: 1 })
  expect([isAlive(pid), pool.pids(), ended]).toEqual([false, [], []])
})

test('a pool that was held up itself ends none of its processes', { timeout: 300_000 }, async () => {
  startPool()
  const before = await enqueue('nothing')
  await until(async () => expect(await stateOf(before)).toMatchObject({ state: 'completed' }))
  const pids = pool.pids()
  // As if this process had been stopped and gone on: the time is up before anything is read that was said meanwhile.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, longestSilenceMs + 1_000)
  const after = await enqueue('nothing')
  await until(async () => expect(await stateOf(after)).toMatchObject({ state: 'completed' }))
  expect([ended, pool.pids()]).toEqual([[], pids])
})

test('a worker process whose server dies while it boots ends as well', { timeout: 300_000 }, async () => {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'dying-server.ts')], {
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: app.database.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Both write to the same pipe, so it closes with the second of them.
  const closed = once(server, 'close')
  const [text] = await once(server.stdout, 'data')
  const pid = Number(text)
  expect(pid).toBeGreaterThan(0)
  onTestFailed(() => void process.kill(pid, 'SIGKILL'))
  expect(await closed).toEqual([null, 'SIGKILL'])
})
