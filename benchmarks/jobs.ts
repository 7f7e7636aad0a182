/** Jobs worked a second, beside pg-boss by hand that completes each job in the job's own transaction (P9). */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { behaviour, defineModule, type ModuleDefinition } from 'ashlar'
import { type Enqueue, type Jobs, job } from 'ashlar/contract'
import { sql } from 'ashlar/drizzle'
import { type App, bootApp, describeModule } from 'ashlar/runtime'
import pg from 'pg'
import { type JobWithMetadata, PgBoss } from 'pg-boss'
import { pino } from 'pino'
import { z } from 'zod'
import { median } from './measure.ts'

const rounds = 7
const jobsInARound = 1_000
const concurrency = 8
/** How many jobs the peer fetches at once. */
const batchSize = 100

export interface JobRate {
  readonly ashlarPerSecond: number
  readonly bossPerSecond: number
  /** The median of the rounds' ratios. */
  readonly ratio: number
}

const jobs = { note: job({ payload: z.object({ text: z.string() }) }) } satisfies Jobs

/** Both write a row for each job. Rounds change who comes first. */
export async function measureJobs(url: string): Promise<JobRate> {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-bench-jobs-'))
  await writeFile(join(folder, '0001_notes.sql'), 'create table note (text text not null);\n')
  const ashlar = await startAshlar(url, folder)
  const boss = await startBoss(url)
  try {
    const measured: { ashlar: number; boss: number }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const first = round % 2 === 0 ? await ashlar.workRound() : undefined
      const bossPerSecond = await boss.workRound()
      measured.push({ ashlar: first ?? (await ashlar.workRound()), boss: bossPerSecond })
    }
    // The first round warms both up.
    const counted = measured.slice(1)
    return {
      ashlarPerSecond: median(counted.map((each) => each.ashlar)),
      bossPerSecond: median(counted.map((each) => each.boss)),
      ratio: median(counted.map((each) => each.ashlar / each.boss)),
    }
  } finally {
    await boss.close()
    await ashlar.close()
    await rm(folder, { recursive: true })
  }
}

interface Contestant {
  /** Enqueues a round's jobs, works on them, and answers how many it did in a second. */
  readonly workRound: () => Promise<number>
  readonly close: () => Promise<void>
}

async function startAshlar(url: string, migrationsFolder: string): Promise<Contestant> {
  let enqueue: Enqueue<typeof jobs> | undefined
  const definition = { id: 'bench_jobs', jobs } as const
  const start = async () => ({
    default: behaviour<typeof definition>((given) => {
      enqueue = given.enqueue
      return {
        jobs: {
          note: async ({ text }) => {
            await given.db.execute(sql`insert into bench_jobs.note (text) values (${text})`)
          },
        },
      }
    }),
  })
  const defined = defineModule<ModuleDefinition>({ ...definition, start })
  const boot = (): Promise<App> =>
    bootApp({
      name: 'Jobs',
      config: { jobs: { concurrency } },
      modules: [
        {
          manifest: describeModule({ packageName: 'bench-jobs', version: '1.0.0' }, defined),
          load: async () => defined,
          migrationsFolder,
          localesFolder: '',
        },
      ],
      database: { appUrl: url, ownerUrl: url },
      environment: {},
      assets: { version: 'none', tags: () => '' },
      log: pino({ level: 'silent' }),
      production: false,
    })
  const app = await boot()
  app.background.start('worker')
  return {
    async workRound() {
      const { jobs: worker } = app.background
      const before = worker.counts.done
      await app.jobs.pause('bench_jobs.note')
      await app.run(async () => {
        for (let count = 0; count < jobsInARound; count += 1) await enqueue?.('note', { text: `note ${count}` })
      })
      await delay(100)
      const startedAt = performance.now()
      await app.jobs.resume('bench_jobs.note')
      while (worker.counts.done < before + jobsInARound) await delay(1)
      return perSecond(startedAt)
    },
    close: app.close,
  }
}

async function startBoss(url: string): Promise<Contestant> {
  const pool = new pg.Pool({ connectionString: url, max: concurrency })
  await pool.query('create table if not exists boss_note (text text not null)')
  const boss = new PgBoss({ connectionString: url, schema: 'bare_boss', supervise: false, schedule: false, max: 2 })
  await boss.start()
  await boss.createQueue('note')

  async function work({ id, retryCount, data }: JobWithMetadata<{ text: string }>): Promise<void> {
    const client = await pool.connect()
    const db = { executeSql: async (text: string, values?: unknown[]) => client.query(text, values) }
    try {
      await client.query('begin')
      await client.query('insert into boss_note (text) values ($1)', [data.text])
      await boss.complete('note', { id, retryCount }, null, { db })
      await client.query('commit')
    } finally {
      client.release()
    }
  }

  return {
    async workRound() {
      await boss.insert(
        'note',
        Array.from({ length: jobsInARound }, (_each, count) => ({ data: { text: `note ${count}` } })),
      )
      const startedAt = performance.now()
      let done = 0
      while (done < jobsInARound) {
        const fetched = await boss.fetch<{ text: string }>('note', { batchSize, includeMetadata: true })
        const waiting = [...fetched]
        const workers = Array.from({ length: concurrency }, async () => {
          for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await work(next)
        })
        await Promise.all(workers)
        done += fetched.length
      }
      return perSecond(startedAt)
    },
    async close() {
      await boss.stop({ graceful: false })
      await pool.end()
    },
  }
}

function perSecond(startedAt: number): number {
  return (jobsInARound / (performance.now() - startedAt)) * 1_000
}
