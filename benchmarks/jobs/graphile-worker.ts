/**
 * graphile-worker, installed beside the project and set up to be fast: it fetches jobs in batches and marks them as done
 * in batches. A job's row is kept before the job is marked, in a transaction of its own.
 */
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { batchSize, type Contestant, concurrency, jobsInARound, perSecond, texts } from './contestant.ts'

const version = '0.18.0'

/** What is used of it. */
interface Graphile {
  readonly Logger: new (sink: () => () => void) => unknown
  readonly run: (options: object) => Promise<{ stop: () => Promise<void> }>
  readonly runMigrations: (options: object) => Promise<void>
}

export async function startGraphile(url: string): Promise<Contestant> {
  const { Logger, run, runMigrations } = await install(resolve('.ashlar/bench-graphile-worker'))
  const pool = new pg.Pool({ connectionString: url, max: concurrency + 2 })
  // It asks for both.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const options = { pgPool: pool, logger: new Logger(() => () => undefined) }
  await pool.query('create table if not exists graphile_note (text text not null)')
  await runMigrations(options)
  let done = 0
  const note = async ({ text }: { text: string }) => {
    await pool.query('insert into graphile_note (text) values ($1)', [text])
    done += 1
  }
  return {
    name: 'graphile-worker',
    async workRound() {
      await pool.query(
        `select graphile_worker.add_job('note', json_build_object('text', text)) from unnest($1::text[]) as text`,
        [texts],
      )
      done = 0
      const startedAt = performance.now()
      const worker = { concurrentJobs: concurrency, localQueue: { size: batchSize }, completeJobBatchDelay: 0 }
      const runner = await run({ ...options, noHandleSignals: true, taskList: { note }, preset: { worker } })
      while (done < jobsInARound) await delay(1)
      const rate = perSecond(startedAt)
      await runner.stop()
      return rate
    },
    close: () => pool.end(),
  }
}

/** Without its install scripts. */
async function install(folder: string): Promise<Graphile> {
  await mkdir(folder, { recursive: true })
  const manifest = { private: true, dependencies: { 'graphile-worker': version } }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' })
  return createRequire(join(folder, 'package.json'))('graphile-worker')
}
