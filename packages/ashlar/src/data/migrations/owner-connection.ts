import pg from 'pg'
import { AshlarError } from '../../contract/errors.ts'
import { describeAddress, explainConnectFailure } from '../connect-failure.ts'
import { databaseTooOld } from '../errors.ts'
import { migrationLockBusy } from './errors.ts'

export interface OwnerConnectionOptions {
  /** The address the owner of the tables signs in at. It must not lead through a pooler in transaction mode. */
  readonly ownerUrl: string
  /** How long to wait for another process that migrates. @default 60000 */
  readonly lockTimeoutMs?: number
}

const oldestVersion = 150_000
/** The bytes of "ashlar" as a number: one lock for all that changes the schemas of a database. */
const migrationLock = '107126711968114'

/**
 * Runs work on a connection of the owner, and ends it.
 *
 * @throws ASH400 to ASH403 when the database cannot be reached, ASH401 below PostgreSQL 15.
 */
export async function withOwnerConnection<Result>(
  { ownerUrl }: OwnerConnectionOptions,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const address = describeAddress(ownerUrl, 'DATABASE_OWNER_URL')
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: 'ashlar migrations',
    connectionTimeoutMillis: 5_000,
  })
  // A break between statements fails the next one; without a listener it would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await assertVersion(client, address)
  } catch (error) {
    await client.end().catch(() => undefined)
    if (error instanceof AshlarError) throw error
    throw explainConnectFailure(error, { address, poolSize: 1, connectTimeoutMs: 5_000 })
  }
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function assertVersion(client: pg.Client, address: string): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
  )
  const found = rows[0]
  if (found !== undefined && found.number < oldestVersion) throw databaseTooOld(address, found.version)
}

/**
 * Runs work while no other process migrates the database. The lock goes with the connection, so a crash frees it.
 *
 * @throws ASH450 when another process keeps it for too long.
 */
export async function withMigrationLock<Result>(
  client: pg.Client,
  { lockTimeoutMs = 60_000 }: OwnerConnectionOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    await client.query(`set lock_timeout = ${Math.trunc(lockTimeoutMs)}`)
    await client.query(`select pg_advisory_lock(${migrationLock})`)
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '55P03') throw migrationLockBusy(lockTimeoutMs, error)
    throw error
  }
  try {
    return await work()
  } finally {
    await client.query(`select pg_advisory_unlock(${migrationLock})`).catch(() => undefined)
  }
}
