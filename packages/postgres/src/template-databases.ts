/**
 * Databases for tests: prepared once as a template, copied for each test file in milliseconds.
 *
 * Works on any server through the URL of a role that may make databases, the embedded one or an external one. Everything that
 * processes must agree on is in the server: who prepares a template is settled by a lock, and to whom a database belongs by a lock that
 * the server gives back when its holder's connection ends, so that databases of killed test runs are found and removed.
 */
import { createHash, randomInt } from 'node:crypto'
import pg from 'pg'
import { withDatabase } from './connection-url.ts'
import { copyDatabase, removeDatabase, withClient } from './databases.ts'
import { databasesNotCreatable, templateStillInUse } from './errors.ts'

/** Prepares a template: migrates and seeds the given empty database. Must end its connections before it returns. */
export type PrepareTemplate = (database: TestDatabase) => Promise<void>

/** A database and the URL that reaches it as the role that owns it. */
export interface TestDatabase {
  readonly name: string
  readonly url: string
}

/** Makes test databases until it is closed. */
export interface TestDatabases {
  /**
   * Returns the name of a template for `name` and `key`, preparing it if there is none.
   *
   * It is prepared once for each key, however many processes ask. The key says what is in it, such as a hash of all migrations; the
   * two templates of `name` used before it are kept, older ones are removed.
   *
   * @throws ASH617 when `prepare` leaves a connection open; whatever `prepare` throws, and then no template is left.
   */
  createTemplate(name: string, key: string, prepare: PrepareTemplate): Promise<string>
  /** Makes a database as a copy of a template. It is removed by `drop`, by `close`, or, after a kill, by the next run. */
  createFromTemplate(template: string): Promise<TestDatabase>
  /** Says that a database is needed no longer. Its sessions are ended and it is removed, together with others, by `close` at the latest. */
  drop(database: TestDatabase): Promise<void>
  /** Removes every database made here that is still there. Templates stay. */
  close(): Promise<void>
}

/**
 * A file system without a journal avoids, for a minute, the places of files that were just removed, and looks for others one by one: after
 * twenty databases had been removed one after the other, a copy took 120 ms instead of 10 ms.
 */
const removedAtOnce = 50
const kept = 3
const insufficientPrivilege = '42501'
const objectInUse = '55006'

// Two kinds of advisory locks (PostgreSQL takes a pair of 32-bit numbers): "ashl" and "asht" in ASCII.
const leaseLock = 0x6173686c
const templateLock = 0x61736874

/**
 * Opens a source of test databases on the server at `adminUrl`, and removes what killed test runs left there.
 *
 * All processes that share templates must give the same database in `adminUrl`: the locks count within one database.
 *
 * @throws ASH618 when the role may not make databases.
 */
export async function openTestDatabases(adminUrl: string): Promise<TestDatabases> {
  const client = new pg.Client({ connectionString: adminUrl })
  // Losing the connection fails the next statement; it must not end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await assertMayCreate(client)
    const lease = await takeLease(client)
    await removeAbandoned(client)
    return createSource(client, adminUrl, lease)
  } catch (error) {
    await client.end()
    throw error
  }
}

function createSource(client: pg.Client, adminUrl: string, lease: number): TestDatabases {
  const used = new Set<string>()
  const dropped = new Set<string>()
  const inTurn = createQueue()
  let count = 0
  const remove = async (names: Set<string>): Promise<void> => {
    for (const name of [...names]) {
      names.delete(name)
      await removeDatabase(client, name)
    }
  }
  return {
    createTemplate: (name, key, prepare) => createTemplate(adminUrl, { name, key, prepare }),
    createFromTemplate(template) {
      const name = `ashlar_test_${lease}_${++count}`
      return inTurn(async () => {
        used.add(name)
        await copyDatabase(client, template, name)
        return { name, url: withDatabase(adminUrl, name) }
      })
    },
    drop: ({ name }) =>
      inTurn(async () => {
        used.delete(name)
        dropped.add(name)
        if (dropped.size >= removedAtOnce) await remove(dropped)
      }),
    close: () =>
      inTurn(async () => {
        await remove(dropped)
        await remove(used)
        await client.end()
      }),
  }
}

/** One connection does one thing at a time. */
function createQueue(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work, work)
    last = next.catch(() => {})
    return next
  }
}

async function assertMayCreate(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ allowed: boolean }>(
    'select rolcreatedb or rolsuper as allowed from pg_roles where rolname = current_user',
  )
  if (!rows[0]?.allowed) throw databasesNotCreatable(client.user ?? '')
}

/** Takes a number that nobody else has and keeps it for as long as the connection lasts. */
async function takeLease(client: pg.Client): Promise<number> {
  for (;;) {
    const lease = randomInt(1, 2 ** 31)
    if (await tryLock(client, lease)) return lease
  }
}

async function tryLock(client: pg.Client, lease: number): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [
    leaseLock,
    lease,
  ])
  return rows[0]?.taken === true
}

/** Removes databases whose lease nobody holds. One with sessions is left alone: its owner may only have lost a connection. */
async function removeAbandoned(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    String.raw`select datname as name from pg_database where datname ~ '^ashlar_test_\d+_\d+$'`,
  )
  for (const { name } of rows) {
    const lease = Number(name.split('_')[2])
    if (!(await tryLock(client, lease))) continue
    try {
      await client.query(`drop database if exists ${pg.escapeIdentifier(name)}`)
    } catch (error) {
      const { code } = error as pg.DatabaseError
      if (code !== objectInUse && code !== insufficientPrivilege) throw error
    } finally {
      await client.query('select pg_advisory_unlock($1, $2)', [leaseLock, lease])
    }
  }
}

interface TemplateOptions {
  readonly name: string
  readonly key: string
  readonly prepare: PrepareTemplate
}

/** On a connection of its own, since waiting for the lock would hold up every other statement. */
function createTemplate(adminUrl: string, { name, key, prepare }: TemplateOptions): Promise<string> {
  const family = `ashlar_template_${digest(name)}_`
  const template = `${family}${digest(key)}`
  return withClient(adminUrl, async (client) => {
    if (await exists(client, template)) return template
    const lock = [templateLock, createHash('sha256').update(template).digest().readInt32BE()]
    await client.query('select pg_advisory_lock($1, $2)', lock)
    if (await exists(client, template)) return template
    // Under this name until it is complete: one that was interrupted is not mistaken for a template.
    const draft = `${template}_draft`
    await removeDatabase(client, draft)
    await client.query(`create database ${pg.escapeIdentifier(draft)}`)
    try {
      await prepare({ name: draft, url: withDatabase(adminUrl, draft) })
      await rename(client, draft, template)
    } catch (error) {
      await removeDatabase(client, draft)
      throw error
    }
    // Nothing can be copied that somebody is connected to.
    await client.query(`alter database ${pg.escapeIdentifier(template)} allow_connections false`)
    await removeOlder(client, family)
    return template
  })
}

async function exists(client: pg.Client, database: string): Promise<boolean> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database])
  return rowCount === 1
}

async function rename(client: pg.Client, from: string, to: string): Promise<void> {
  try {
    await client.query(`alter database ${pg.escapeIdentifier(from)} rename to ${pg.escapeIdentifier(to)}`)
  } catch (error) {
    throw (error as pg.DatabaseError).code === objectInUse ? templateStillInUse(to, error) : error
  }
}

async function removeOlder(client: pg.Client, family: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where starts_with(datname, $1) and datname !~ '_draft$' order by oid desc offset $2`,
    [family, kept],
  )
  for (const { name } of rows) {
    try {
      await client.query(`drop database if exists ${pg.escapeIdentifier(name)}`)
    } catch (error) {
      // Somebody is copying it; the next template will remove it.
      if ((error as pg.DatabaseError).code !== objectInUse) throw error
    }
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
