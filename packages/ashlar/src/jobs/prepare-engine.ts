/** Makes the engine's tables and the app's queues, as the owner of the database. */
import type { Client } from 'pg'
import type { PgBoss, QueueResult } from 'pg-boss'
import type { SchemaOwner } from '../data/runtime.ts'
import { jobSchema } from './engine.ts'
import type { Queue } from './queues.ts'

/** What the engine's tables need of a queue. */
export type QueueLimits = Omit<Queue, 'open' | 'module' | 'gate'>

/** Jobs that end are removed by the app, and those that wait never: nothing is forgotten because nobody came for it. */
const neverSeconds = 50 * 365 * 24 * 60 * 60
/** The shortest that the engine allows. */
const heartbeatSeconds = 10

/** Brings the engine's schema and the queues in it to what is declared. A queue that nobody declares any more is left as it is. */
export function ownJobSchema(queues: readonly QueueLimits[]): SchemaOwner {
  return {
    schema: jobSchema,
    async prepare(client) {
      // The engine that makes its tables also looks for work on them, which must have ended before anything else is sent.
      await withEngine(client, true, async () => undefined)
      await withEngine(client, false, async (engine) => {
        const known = new Map((await engine.getQueues()).map((queue) => [queue.name, queue]))
        for (const queue of queues) await prepareQueue(client, engine, queue, known.get(queue.id))
      })
    },
  }
}

async function withEngine(client: Client, migrate: boolean, work: (engine: PgBoss) => Promise<void>): Promise<void> {
  const { PgBoss } = await import('pg-boss')
  const engine = new PgBoss({
    db: {
      executeSql: async (text, values) => {
        const result = await client.query<object>(text, values)
        // Several commands in one text answer with a result each.
        const last = Array.isArray(result) ? (result.at(-1) as typeof result) : result
        return { rows: last.rows }
      },
    },
    schema: jobSchema,
    migrate,
    supervise: false,
    schedule: false,
  })
  try {
    await engine.start()
    await work(engine)
  } finally {
    await engine.stop({ graceful: false, close: false })
  }
}

async function prepareQueue(
  client: Client,
  engine: PgBoss,
  queue: QueueLimits,
  found: QueueResult | undefined,
): Promise<void> {
  const options = optionsOf(queue)
  const policy = queue.unique ? 'exclusive' : 'standard'
  if (found === undefined) return engine.createQueue(queue.id, { ...options, policy })
  await engine.updateQueue(queue.id, options)
  if (found.policy === policy) return
  // The engine's own call forbids this because what waits keeps the policy it was enqueued under, which is right here.
  await client.query(`update ${jobSchema}.queue set policy = $2 where name = $1`, [queue.id, policy])
}

function optionsOf({ tries, delaySeconds, longestDelaySeconds }: QueueLimits) {
  return {
    retryLimit: tries - 1,
    retryDelay: delaySeconds,
    retryDelayMax: longestDelaySeconds,
    retryBackoff: true,
    heartbeatSeconds,
    retentionSeconds: neverSeconds,
    deleteAfterSeconds: 0,
  }
}
