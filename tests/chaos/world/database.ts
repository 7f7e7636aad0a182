/** A PostgreSQL of a scenario's own, which may be killed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startEmbeddedPostgres } from '@ashlar/postgres'
import pg from 'pg'
import { findByCommand, isAlive, killTree, signal } from '../nemesis/processes.ts'

/** A database on a server of a scenario's own. */
export interface SiblingDatabase {
  /** The role that owns nothing: what an app logs in as. */
  readonly appUrl: string
  readonly ownerUrl: string
  /** Asks the database as its owner, on a connection of its own. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
}

/** What a scenario does with its database. */
export interface ChaosDatabase extends SiblingDatabase, AsyncDisposable {
  /** The file of the server's unix socket, for what stands in between. */
  readonly socket: string
  /** Asks as the role that sees the rows of all tenants. */
  queryAsAll<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Asks as the role of the app, which alone is told what its sessions do. */
  queryAsApp<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /**
   * Kills the postmaster and all its children, as a crash of the machine would end them, and keeps the server down for a
   * while. Returns when it accepts connections again.
   */
  crash(downMs: number): Promise<void>
  /** Makes another empty database on the same server. */
  createSibling(name: string): Promise<SiblingDatabase>
}

export interface DatabaseOptions {
  /** Whether a commit waits for the disk. @default true */
  readonly durable?: boolean
  /** The folder of the server. @default one of its own */
  readonly place?: string
}

/** How long a server that was killed may take to come back before a scenario gives up. */
const patienceMs = 60_000

/** Starts a server below `folder`, with one empty database. */
export async function openDatabase(folder: string, options: DatabaseOptions = {}): Promise<ChaosDatabase> {
  const { place = join(folder, 'postgres') } = options
  const server = await startEmbeddedPostgres({ folder: place, durable: options.durable ?? true })
  await server.ensureDatabase('app')
  const ownerUrl = server.ownerUrl('app')
  const host = new URL(ownerUrl).searchParams.get('host') ?? ''

  return {
    appUrl: server.appUrl('app'),
    ownerUrl,
    socket: join(host, '.s.PGSQL.5432'),
    query: (text, values) => runQuery(ownerUrl, text, values),
    queryAsAll: (text, values) => runQuery(ownerUrl, text, values, takeEveryTenant),
    queryAsApp: (text, values) => runQuery(server.appUrl('app'), text, values),
    async crash(downMs) {
      const [keeper] = findByCommand('keeper.', `"lock":"${join(place, 'start.lock')}"`)
      const postmaster = postmasterOf(place)
      // Its keeper would start it again at once.
      if (keeper !== undefined) signal(keeper, 'SIGSTOP')
      killTree(postmaster)
      while (isAlive(postmaster)) await delay(5)
      await delay(downMs)
      if (keeper !== undefined) signal(keeper, 'SIGCONT')
      await answers(() => runQuery(ownerUrl, 'select 1'))
    },
    async createSibling(name) {
      await server.ensureDatabase(name)
      const url = server.ownerUrl(name)
      return { appUrl: server.appUrl(name), ownerUrl: url, query: (text, values) => runQuery(url, text, values) }
    },
    // One that others use as well goes on without this.
    [Symbol.asyncDispose]: () => server.release(),
  }
}

const takeEveryTenant = `select set_config('role', role, false) from ashlar.module_role where module = '*'`

async function runQuery<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
  before = '',
) {
  const client = new pg.Client({ connectionString: url, application_name: 'chaos' })
  // A server that is killed meanwhile ends the query with an error of its own.
  client.on('error', () => undefined)
  await client.connect()
  try {
    if (before !== '') await client.query(before)
    const { rows } = await client.query<Row>(text, [...values])
    return rows
  } finally {
    await client.end()
  }
}

/** The process of the server that runs on a folder. */
export function postmasterOf(place: string): number {
  return Number(readFileSync(join(place, 'cluster/data/postmaster.pid'), 'utf8').split('\n')[0])
}

/** Asks until there is an answer. */
export async function answers(ask: () => Promise<unknown>): Promise<void> {
  const giveUpAt = performance.now() + patienceMs
  for (;;) {
    try {
      await ask()
      return
    } catch (error) {
      if (performance.now() > giveUpAt) throw error
      await delay(10)
    }
  }
}
