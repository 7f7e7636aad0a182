/**
 * pg-boss, which keeps the queues: it writes jobs, hands them out, and settles them.
 *
 * It never connects by itself: its statements run in the unit of work of the caller, or in one of bookkeeping. Its
 * supervision and its clockwork are left off, because this folder looks after dead workers, schedules and old jobs in a
 * way that agrees with the rest of the framework.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Db, PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import { type Database, runAside, runStatement, type Statement } from '../data/runtime.ts'
import { engineNotReady } from './errors.ts'

/** The schema that the engine's tables are in. */
export const jobSchema = 'ashlar_jobs'

export interface Engine {
  /** The engine, started by the first who asks. @throws ASH929 when its tables are not there. */
  readonly open: () => Promise<PgBoss>
  readonly close: () => Promise<void>
}

/** Has the engine's statements run in the unit of work of whoever calls it. */
export const inUnitOfWork: Db = {
  executeSql: async (text, values = []) => {
    const { rows } = await runStatement(toStatement(text, values))
    return { rows: rows as unknown[] }
  },
}

const names = new Map<string, string>()

/** The engine writes numbers and names into its texts, so each text is a statement of its own. */
function toStatement(text: string, values: readonly unknown[]): Statement {
  const name = names.get(text) ?? `ashlar_engine_${names.size}`
  names.set(text, name)
  return { text, values, preparedAs: name, rowsAs: 'objects', origin: { module: 'ashlar', verb: 'with' } }
}

/** Prepares the engine. Nothing is loaded before it is asked for. */
export function createEngine(database: Database, log: Logger): Engine {
  let opening: Promise<PgBoss> | undefined
  /** It is opened for all, not for the request that happens to come first. */
  const outside = AsyncLocalStorage.snapshot()

  async function start(): Promise<PgBoss> {
    const { PgBoss } = await import('pg-boss')
    const engine = new PgBoss({
      db: { executeSql: (text, values) => runAside(database.bookkeeping, () => inUnitOfWork.executeSql(text, values)) },
      schema: jobSchema,
      migrate: false,
      supervise: false,
      schedule: false,
    })
    engine.on('error', (err) => log.warn({ err }, 'The queues of jobs could not be read again.'))
    try {
      return await engine.start()
    } catch (cause) {
      throw engineNotReady(cause)
    }
  }

  return {
    open() {
      opening ??= outside(start).catch((error: unknown) => {
        opening = undefined
        throw error
      })
      return opening
    },
    async close() {
      const engine = await opening?.catch(() => undefined)
      await engine?.stop({ graceful: false, close: false })
    },
  }
}
