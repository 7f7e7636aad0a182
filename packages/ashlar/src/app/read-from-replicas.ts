/** Which requests are answered from a replica, and what keeps their clients from missing what they have written. */
import { AshlarError } from '../contract/errors.ts'
import {
  type Database,
  findUnitOfWork,
  isConflict,
  parsePosition,
  type Replicas,
  type RunOptions,
  runUnitOfWork,
  type UnitOfWork,
} from '../data/runtime.ts'
import type { RequestScope } from '../scope/request-scope.ts'

/** Holds how far the log had come when its client last wrote. It is no secret: who makes one up is answered by the primary. */
const cookieName = 'ashlar_wrote_at'
/** A replica that is further behind serves nobody. */
const cookieSeconds = 600

/** Errors of a replica that is away, or went away: what reads is as well done on the primary. */
const awayCodes: ReadonlySet<string> = new Set(['ASH400', 'ASH402', 'ASH403', 'ASH404', 'ASH405'])

export interface ReplicaReader {
  /** Runs what only reads on a replica if one will do, else on the primary; there too when the replica fails. */
  readonly read: <Result>(
    scope: RequestScope,
    work: () => Promise<Result>,
    options: RunOptions,
    cookies: Readonly<Record<string, string>>,
  ) => Promise<Result>
  /** The cookie of a client that has just written. */
  readonly markWrite: () => Promise<string | undefined>
}

export function createReplicaReader(database: Database, replicas: Replicas, secure: boolean): ReplicaReader {
  return {
    async read(scope, work, options, cookies) {
      const position = parsePosition(cookies[cookieName] ?? '0/0')
      const replica = position === undefined ? undefined : replicas.choose(position)
      if (replica !== undefined) {
        let unit: UnitOfWork | undefined
        const noted = () => {
          unit = findUnitOfWork()?.unit
          return work()
        }
        try {
          return await runUnitOfWork(replica, scope, noted, { ...options, repeatable: false })
        } catch (error) {
          const away = error instanceof AshlarError && awayCodes.has(error.code)
          if ((!away && !isConflict(error)) || options.signal?.aborted || unit?.repeatable === false) throw error
        }
      }
      return runUnitOfWork(database.units, scope, work, options)
    },
    async markWrite() {
      // What was written has been kept: not to know where must not tell the client otherwise.
      const position = await replicas.readPosition().catch(() => undefined)
      if (position === undefined) return undefined
      const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${cookieSeconds}${secure ? '; Secure' : ''}`
      return `${cookieName}=${position}; ${attributes}`
    },
  }
}
