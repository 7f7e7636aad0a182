/** pg-boss by hand, which completes each job in the job's own transaction. */
import pg from 'pg'
import { type JobWithMetadata, PgBoss } from 'pg-boss'
import { batchSize, type Contestant, concurrency, jobsInARound, perSecond, texts } from './contestant.ts'

export async function startBoss(url: string): Promise<Contestant> {
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
    name: 'pg-boss',
    async workRound() {
      const enqueued = texts.map((text) => ({ data: { text } }))
      await boss.insert('note', enqueued)
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
