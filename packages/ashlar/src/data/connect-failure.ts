/** Why no connection could be had, told without the password that the address may hold. */
import pg from 'pg'
import { AshlarError } from '../contract/errors.ts'
import {
  databaseClosed,
  databaseRefusedSignIn,
  databaseUnreachable,
  databaseUrlInvalid,
  noConnectionFree,
  tooManyConnections,
} from './errors.ts'

/** What is known about a pool that could not give a connection. */
export interface PoolFacts {
  readonly address: string
  readonly poolSize: number
  readonly connectTimeoutMs: number
}

/**
 * Names a database without its password: host, port and database.
 *
 * @throws ASH426 when the text is no address of a database.
 */
export function describeAddress(url: string, variable = 'DATABASE_URL'): string {
  // pg takes any text for an address, relative to one of its own.
  if (!/^(postgres|postgresql|socket):/.test(url)) throw databaseUrlInvalid(variable)
  try {
    const { host, port, database } = new pg.Client({ connectionString: url })
    return `${host}:${port}/${database ?? ''}`
  } catch {
    // The cause is left out: it holds the whole address.
    throw databaseUrlInvalid(variable)
  }
}

const signInStates = new Set(['28P01', '28000', '3D000', '42501'])

/** Explains why a connection could not be had. */
export function explainConnectFailure(error: unknown, { address, poolSize, connectTimeoutMs }: PoolFacts): AshlarError {
  if (error instanceof AshlarError) return error
  const message = error instanceof Error ? error.message : String(error)
  if (message.startsWith('Cannot use a pool after calling end')) return databaseClosed()
  if (message.startsWith('timeout exceeded')) return noConnectionFree(poolSize, connectTimeoutMs, error)
  if (error instanceof pg.DatabaseError) {
    if (error.code === '53300') return tooManyConnections(address, error)
    if (error.code !== undefined && signInStates.has(error.code)) return databaseRefusedSignIn(address, message, error)
    return databaseUnreachable(address, message, error)
  }
  return databaseUnreachable(address, message === '' ? reasonOf(error) : message, error)
}

/** A host with several addresses fails with one error for each, and no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map((each) => String(each?.message ?? each)).join('; ')
  return 'no reason was given'
}
