/** Where the benchmarks keep their data: on the embedded PostgreSQL, or on the server that `DATABASE_URL` names. */
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { startEmbeddedPostgres, withDatabase } from '@ashlar/postgres'
import pg from 'pg'

export interface BenchDatabase {
  readonly ownerUrl: string
  /** Signs in as a role that owns nothing. */
  readonly appUrl: string
}

export interface BenchServer extends AsyncDisposable {
  /** Such as "embedded PostgreSQL 18.4". */
  readonly name: string
  readonly createDatabase: () => Promise<BenchDatabase>
}

export async function openServer(url: string | undefined): Promise<BenchServer> {
  return url === undefined ? openEmbedded() : openExternal(url)
}

const newName = () => `bench_${randomUUID().slice(0, 8)}`

async function openEmbedded(): Promise<BenchServer> {
  const server = await startEmbeddedPostgres({ folder: resolve('.ashlar/bench-postgres'), durable: false })
  return {
    name: `embedded ${await versionOf(server.ownerUrl('postgres'))}`,
    async createDatabase() {
      const name = newName()
      await server.ensureDatabase(name)
      return { ownerUrl: server.ownerUrl(name), appUrl: server.appUrl(name) }
    },
    [Symbol.asyncDispose]: () => server.release(),
  }
}

async function openExternal(url: string): Promise<BenchServer> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  const role = newName()
  const password = randomUUID()
  const databases: string[] = []
  await admin.query(`create role ${role} login password '${password}'`)
  return {
    name: `external ${await versionOf(url)}`,
    async createDatabase() {
      const name = newName()
      await admin.query(`create database ${name}`)
      databases.push(name)
      const ownerUrl = withDatabase(url, name)
      const app = new URL(ownerUrl)
      app.username = role
      app.password = password
      return { ownerUrl, appUrl: app.href }
    },
    async [Symbol.asyncDispose]() {
      for (const name of databases) await admin.query(`drop database ${name} with (force)`)
      await admin.query(`drop role ${role}`)
      await admin.end()
    },
  }
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  await client.end()
  return `PostgreSQL ${rows[0]?.server_version.split(' ')[0]}`
}
