/** A database of its own for each test app. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** The server that tests run on: `DATABASE_URL` of somebody's own, or the embedded one that the global set-up started. */
const serverVariable = 'ASHLAR_TEST_SERVER_URL'

export interface TestDatabase {
  readonly url: string
  readonly drop: () => Promise<void>
}

/** Creates an empty database. Its name tells the process, so that what a killed run leaves can be found. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env[serverVariable]
  if (!serverUrl) {
    throw new Error(
      `No test server: ${serverVariable} is not set. Add "@ashlar/testing/global-setup" to globalSetup in vitest.config.ts.`,
    )
  }
  const name = `ashlar_test_${process.pid}_${randomBytes(6).toString('hex')}`
  await runAsAdministrator(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: () => runAsAdministrator(serverUrl, `drop database if exists ${name} with (force)`),
  }
}

async function runAsAdministrator(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
