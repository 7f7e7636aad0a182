import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** A database of a test file's own. */
export interface TestDatabase {
  readonly url: string
  /** An address whose connections work as another role from their first statement: the server lets only its own roles sign in. */
  readonly urlAs: (role: string) => string
  /** Runs SQL outside of everything that is tested. */
  readonly query: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>
  /** Opens a connection of its own, for the caller to end. */
  readonly connect: () => Promise<pg.Client>
  readonly drop: () => Promise<void>
}

const serverUrl = process.env.ASHLAR_TEST_SERVER_URL

/** Creates an empty database. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `ashlar_data_${randomBytes(6).toString('hex')}`
  if (serverUrl === undefined)
    throw new Error('ASHLAR_TEST_SERVER_URL is not set: the global set-up of the tests did not run.')
  const server = new pg.Client({ connectionString: serverUrl })
  await server.connect()
  await server.query(`create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const direct = new pg.Pool({ connectionString: url.href, max: 2 })
  // The drop ends connections that are still closing.
  direct.on('error', () => undefined)
  return {
    url: url.href,
    urlAs: (role) => {
      const bound = new URL(url)
      bound.searchParams.set('options', `-c role=${role}`)
      return bound.href
    },
    query: async (text, values) => (await direct.query(text, values)).rows,
    connect: async () => {
      const client = new pg.Client({ connectionString: url.href })
      client.on('error', () => undefined)
      await client.connect()
      return client
    },
    drop: async () => {
      await direct.end()
      await server.query(`drop database ${name} with (force)`)
      await server.end()
    },
  }
}
