/** Puts together and takes apart database URLs. A password never leaves this file except inside a URL. */
import pg from 'pg'
import { type DatabaseAddress, databaseUrlInvalid } from './errors.ts'

/** What a URL to a server of ours is made of. */
export interface ServerLogin {
  /** A host, or the folder of a unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
}

/** Writes a URL that `pg`, libpq and `new URL` all read alike; a socket folder goes into the query, where it needs no host before it. */
export function createUrl({ host, port, user, password }: ServerLogin, database: string): string {
  const onSocket = host.startsWith('/')
  const authority = `${user}:${encodeURIComponent(password)}@${onSocket ? 'localhost' : host}:${port}`
  // A PGSSLMODE meant for another server would otherwise apply.
  const query = onSocket ? `?host=${encodeURIComponent(host)}&sslmode=disable` : '?sslmode=disable'
  return `postgres://${authority}/${encodeURIComponent(database)}${query}`
}

/** The same server and user, another database. */
export function withDatabase(url: string, database: string): string {
  return url.replace(
    /^([a-z]+:\/\/[^/?#]*)(\/[^?#]*)?/i,
    (_, server: string) => `${server}/${encodeURIComponent(database)}`,
  )
}

/**
 * Takes a URL apart, without its password.
 *
 * @param variable The environment variable it came from, for the message.
 * @throws ASH631 when it is no database URL.
 */
export function parseAddress(url: string, variable: string): DatabaseAddress {
  if (!/^postgres(ql)?:\/\//i.test(url)) throw databaseUrlInvalid(variable)
  try {
    const { host, port, database, user } = new pg.Client({ connectionString: url })
    return { host, port, database: database ?? '', user: user ?? '' }
  } catch {
    // The cause quotes the URL.
    throw databaseUrlInvalid(variable)
  }
}
