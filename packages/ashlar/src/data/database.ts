import pg from 'pg'
import { cancelStatement } from './cancel-statement.ts'
import { describeAddress, explainConnectFailure } from './connect-failure.ts'
import { Connection } from './connection.ts'
import { databaseTooOld } from './errors.ts'
import type { UnitOfWorkSource } from './unit-of-work.ts'

export interface DatabaseOptions {
  /** The address the app signs in at, as its own role. */
  readonly appUrl: string
  /** How many transactions can run at once in this process. @default 10 */
  readonly poolSize?: number
  /** How many connections bookkeeping has for itself. @default 2 */
  readonly systemConnections?: number
  /** How long one statement may take, and with a moment more an answer of any kind. @default 30000 */
  readonly statementTimeoutMs?: number
  /** How long a statement may wait for rows that another transaction holds. @default 10000 */
  readonly lockTimeoutMs?: number
  /** How long a transaction may sit without a statement. @default 60000 */
  readonly idleInTransactionTimeoutMs?: number
  /** How long to wait for a connection, free or new. @default 5000 */
  readonly connectTimeoutMs?: number
  /** Told of what goes wrong when nobody waits: a follow-up that throws, an idle connection that breaks. */
  readonly onBackgroundError?: (error: unknown) => void
}

/** How many connections a pool has, and how many of them nobody uses. */
export interface PoolUse {
  readonly total: number
  readonly idle: number
  readonly waiting: number
}

/** The database as the running app uses it. */
export interface Database {
  /** Host, port and name, for messages; never the password. */
  readonly address: string
  /** Where requests, jobs, commands and tests get their transactions from. */
  readonly units: UnitOfWorkSource
  /** Where bookkeeping that survives a rollback is kept: sessions, throttle counters, refused access. */
  readonly bookkeeping: UnitOfWorkSource
  readonly use: () => { readonly units: PoolUse; readonly bookkeeping: PoolUse }
  /**
   * Signs in once and reads the server's version, such as `18.1`.
   *
   * @throws ASH400 to ASH403 when it cannot be reached, ASH401 below PostgreSQL 15.
   */
  readonly verify: () => Promise<string>
  /** Waits for work in the background, then ends every connection. */
  readonly close: () => Promise<void>
}

/**
 * Creates the database of an app. Nothing connects before the first statement.
 *
 * @throws ASH426 when `appUrl` is no address.
 */
export function createDatabase(options: DatabaseOptions): Database {
  const address = describeAddress(options.appUrl)
  const report = options.onBackgroundError ?? (() => undefined)
  const background = new Set<Promise<unknown>>()

  function inBackground(work: Promise<unknown>): void {
    const settled: Promise<unknown> = work.catch(report).finally(() => background.delete(settled))
    background.add(settled)
  }

  let closing = false
  /** A pool that ends does not wait for its sockets: a server that stops at once is told to a connection that nobody wants any more. */
  const reportIdle = (error: unknown) => {
    if (!closing) report(error)
  }
  const unitsPool = createPool(options, options.poolSize ?? 10, reportIdle)
  const bookkeepingPool = createPool(options, options.systemConnections ?? 2, reportIdle)

  function createSource(pool: pg.Pool, bookkeeping: UnitOfWorkSource | undefined): UnitOfWorkSource {
    return {
      statementTimeoutMs: statementTimeoutOf(options),
      lockTimeoutMs: options.lockTimeoutMs ?? 10_000,
      idleInTransactionTimeoutMs: options.idleInTransactionTimeoutMs ?? 60_000,
      acquire: () => acquire(pool, address, options),
      inBackground,
      bookkeeping,
    }
  }

  const bookkeeping = createSource(bookkeepingPool, undefined)
  return {
    address,
    units: createSource(unitsPool, bookkeeping),
    bookkeeping,
    use: () => ({ units: useOf(unitsPool), bookkeeping: useOf(bookkeepingPool) }),
    verify: () => verify(unitsPool, address, options),
    close: async () => {
      while (background.size > 0) await Promise.all(background)
      closing = true
      await Promise.all([unitsPool.end(), bookkeepingPool.end()])
    },
  }
}

function createPool(options: DatabaseOptions, max: number, report: (error: unknown) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.appUrl,
    max,
    pipeline: true,
    keepAlive: true,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    application_name: 'ashlar',
  })
  pool.on('error', report)
  return pool
}

const statementTimeoutOf = ({ statementTimeoutMs = 30_000 }: DatabaseOptions): number => statementTimeoutMs

async function acquire(pool: pg.Pool, address: string, options: DatabaseOptions): Promise<Connection> {
  try {
    const connection = new Connection(await pool.connect(), {
      isAwaited: () => pool.waitingCount > 0,
      cancel: (client) => cancelStatement(client, options.appUrl),
    })
    connection.expectAnswers(statementTimeoutOf(options))
    return connection
  } catch (error) {
    const { max, connectionTimeoutMillis = 0 } = pool.options
    throw explainConnectFailure(error, { address, poolSize: max, connectTimeoutMs: connectionTimeoutMillis })
  }
}

function useOf({ totalCount, idleCount, waitingCount }: pg.Pool): PoolUse {
  return { total: totalCount, idle: idleCount, waiting: waitingCount }
}

const oldestMajor = 15

async function verify(pool: pg.Pool, address: string, options: DatabaseOptions): Promise<string> {
  const connection = await acquire(pool, address, options)
  try {
    const { rows } = await connection.run({
      text: 'select pg_catalog.current_setting($1)',
      values: ['server_version'],
      preparedAs: undefined,
      rowsAs: 'arrays',
      origin: { module: 'ashlar', verb: 'select' },
    })
    const version = String((rows as string[][])[0]?.[0])
    if (Number.parseInt(version, 10) < oldestMajor) throw databaseTooOld(address, version)
    return version
  } finally {
    connection.release()
  }
}
