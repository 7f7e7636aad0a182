/** Asks an external database who it is, before anything relies on it. */
import pg from 'pg'
import { type DatabaseAddress, databaseRefuses, databaseTooOld, databaseUnreachable } from './errors.ts'

/** What matters about a database and the role it was reached with. */
export interface InspectedDatabase {
  readonly database: string
  readonly user: string
  /** When the server was started: tells two servers apart. */
  readonly serverStarted: string
  /** Whether row-level security does not bind the role. */
  readonly bypassesPolicies: boolean
}

/** The oldest PostgreSQL that Ashlar works with. */
export const oldestMajor = 15

const connectTimeoutMs = 5_000

/**
 * Connects once and looks.
 *
 * @param variable The environment variable that the URL came from, for messages.
 * @throws ASH632 when nothing answers within five seconds; ASH633 when the server refuses; ASH634 when it is too old.
 */
export async function inspectDatabase(
  url: string,
  variable: string,
  address: DatabaseAddress,
): Promise<InspectedDatabase> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: connectTimeoutMs,
    application_name: 'ashlar',
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    const version = rows[0]?.server_version ?? ''
    if (Number.parseInt(version, 10) < oldestMajor) throw databaseTooOld(variable, address, version, oldestMajor)
    return await describe(client)
  } catch (error) {
    throw toCodedError(error, variable, address)
  } finally {
    await client.end().catch(() => {})
  }
}

async function describe(client: pg.Client): Promise<InspectedDatabase> {
  const { rows } = await client.query<InspectedDatabase>(
    `select current_database() as database, current_user as user, pg_postmaster_start_time()::text as "serverStarted",
       (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as "bypassesPolicies"`,
  )
  const [found] = rows
  if (!found) throw new Error('The server answered without a row.')
  return found
}

function toCodedError(error: unknown, variable: string, address: DatabaseAddress): unknown {
  if (error instanceof pg.DatabaseError) return databaseRefuses(variable, address, error.message)
  if (error instanceof Error && !('status' in error)) return databaseUnreachable(variable, address, reasonOf(error))
  return error
}

/** Node reports a name with several addresses as several errors and no message. */
function reasonOf(error: Error): string {
  const first = error instanceof AggregateError ? error.errors[0] : error
  const { code, message } = first as NodeJS.ErrnoException
  const meanings: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
    ENOTFOUND: 'there is no host of that name (ENOTFOUND)',
    ENOENT: 'there is no such socket (ENOENT)',
    ETIMEDOUT: 'it does not answer (ETIMEDOUT)',
  }
  return meanings[code ?? ''] ?? message.replace(/\.$/, '')
}
