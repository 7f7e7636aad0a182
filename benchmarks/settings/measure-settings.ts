/** How soon every process sees a setting change, what reading one costs, and whose value is read. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { BenchDatabase } from '../database-server.ts'
import { bootPanel, type Panel } from './panel.ts'

export interface Seen {
  /** How often a process saw a change. */
  readonly n: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly longestMs: number
  /** How often a change was not seen by itself because the next one came before. */
  readonly overtaken: number
}

export interface SettingsCost {
  /** Three processes beside the one that changes the setting. */
  readonly heard: Seen
  /** The same while the connections on which they are told are cut again and again. */
  readonly deaf: Seen
  readonly propertyNanoseconds: number
  readonly tenantMicroseconds: number
  readonly tenantReads: number
  /** Reads that gave another tenant's value. */
  readonly wrongReads: number
}

const processes = 3
const changes = 200
const tenants = 100
const reads = 1_000_000

export async function measureSettings(database: BenchDatabase): Promise<SettingsCost> {
  const panel = await bootPanel(database, true)
  const watchers = await Promise.all(Array.from({ length: processes }, () => startWatcher(database.appUrl)))
  try {
    const heard = await measureSight(panel, watchers, 40)
    const stopCutting = cutNotifications(database.ownerUrl)
    const deaf = await measureSight(panel, watchers, 600, 60)
    await stopCutting()
    return { heard, deaf, ...(await measureReads(panel)) }
  } finally {
    for (const watcher of watchers) await end(watcher)
    await panel.app.close()
  }
}

async function startWatcher(appUrl: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'watch-process.ts'), {
    env: { ...process.env, DATABASE_URL: appUrl },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  return child
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
}

/** From the moment at which a change is known to be kept to the one at which each process reads it. */
async function measureSight(
  { app, settings }: Panel,
  watchers: readonly ChildProcess[],
  everyMs: number,
  count = changes,
): Promise<Seen> {
  const keptAt = new Map<number, number>()
  const seen: { turn: number; at: number }[] = []
  const onMessage = (message: { turn: number; at: number }) => void seen.push(message)
  for (const watcher of watchers) watcher.on('message', onMessage)
  const first = settings.turn + 1
  for (let turn = first; turn < first + count; turn += 1) {
    await app.run(() => settings.set('turn', turn))
    keptAt.set(turn, performance.timeOrigin + performance.now())
    await delay(everyMs)
  }
  await delay(3_000)
  for (const watcher of watchers) watcher.off('message', onMessage)
  const tookMs = seen
    .flatMap(({ turn, at }) => {
      const kept = keptAt.get(turn)
      return kept === undefined ? [] : [Math.max(0, at - kept)]
    })
    .toSorted((left, right) => left - right)
  const at = (share: number) => tookMs[Math.min(tookMs.length - 1, Math.floor(tookMs.length * share))] ?? Number.NaN
  return {
    n: tookMs.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    longestMs: at(1),
    overtaken: count * watchers.length - tookMs.length,
  }
}

/** Ends the connections on which processes are told, so that only their own looks are left. */
function cutNotifications(ownerUrl: string): () => Promise<void> {
  let stopped = false
  const work = (async () => {
    const client = new pg.Client({ connectionString: ownerUrl })
    await client.connect()
    while (!stopped) {
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'ashlar notifications' and datname = current_database()`,
      )
      await delay(10)
    }
    await client.end()
  })()
  return async () => {
    stopped = true
    await work
  }
}

async function measureReads({ app, settings }: Panel): Promise<Omit<SettingsCost, 'heard' | 'deaf'>> {
  const ids = Array.from(
    { length: tenants },
    (_, index) => `0198c0de-0000-7000-8000-${String(index).padStart(12, '0')}`,
  )
  const nameOf = (tenant: string, turn: number) => `${tenant} ${turn}`
  for (const tenant of ids) await app.run(() => settings.set('name', nameOf(tenant, 0), { tenant }))

  let since = performance.now()
  for (let count = 0; count < reads; count += 1) if (settings.turn < 0) throw new Error('Nobody has set this.')
  const propertyNanoseconds = ((performance.now() - since) * 1e6) / reads

  let writing = true
  const writer = (async () => {
    for (let turn = 1; writing; turn += 1) {
      const tenant = ids[turn % ids.length] ?? ''
      await app.run(() => settings.set('name', nameOf(tenant, turn), { tenant }))
    }
  })()
  let wrongReads = 0
  since = performance.now()
  for (let count = 0; count < reads; count += 1) {
    const tenant = ids[Math.floor(Math.random() * ids.length)] ?? ''
    if (!(await settings.get('name', { tenant })).startsWith(tenant)) wrongReads += 1
    // What was written has to be heard of in between.
    if (count % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  const tenantMicroseconds = ((performance.now() - since) * 1e3) / reads
  writing = false
  await writer
  return { propertyNanoseconds, tenantMicroseconds, tenantReads: reads, wrongReads }
}
