/** Ashlar: each job in a transaction of its own, which also marks it as done. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { behaviour, defineModule, type ModuleDefinition } from 'ashlar'
import { type Enqueue, type Jobs, job } from 'ashlar/contract'
import { sql } from 'ashlar/drizzle'
import { z } from 'zod'
import { bootModule } from '../boot-module.ts'
import { type Contestant, concurrency, jobsInARound, perSecond, texts } from './contestant.ts'

const jobs = { note: job({ payload: z.object({ text: z.string() }) }) } satisfies Jobs

export async function startAshlar(url: string): Promise<Contestant> {
  const migrationsFolder = await mkdtemp(join(tmpdir(), 'ashlar-bench-jobs-'))
  await writeFile(join(migrationsFolder, '0001_notes.sql'), 'create table note (text text not null);\n')
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
  const database = { appUrl: url, ownerUrl: url }
  const app = await bootModule(defined, database, { config: { jobs: { concurrency } }, migrationsFolder })
  await app.background.start('worker')
  return {
    name: 'ashlar',
    async workRound() {
      const { jobs: worker } = app.background
      const before = worker.counts.done
      await app.jobs.pause('bench_jobs.note')
      await app.run(async () => {
        for (const text of texts) await enqueue?.('note', { text })
      })
      await delay(100)
      const startedAt = performance.now()
      await app.jobs.resume('bench_jobs.note')
      while (worker.counts.done < before + jobsInARound) await delay(1)
      return perSecond(startedAt)
    },
    async close() {
      await app.close()
      await rm(migrationsFolder, { recursive: true })
    },
  }
}
