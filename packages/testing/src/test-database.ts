/** A database of its own for each test app. */
import { randomBytes } from 'node:crypto'
import { runSql } from './run-sql.ts'

/** The server that tests run on: `DATABASE_URL` of somebody's own, or the embedded one that the global set-up started. */
const serverVariable = 'ASHLAR_TEST_SERVER_URL'

export interface TestDatabase {
  /** Where the owner of all tables signs in. */
  readonly url: string
  /** Where a role signs in that owns nothing. @default the same as `url` */
  readonly appUrl?: string
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
  await runSql({ url: serverUrl }, `create database ${name}`)
  const within = (server: string) => {
    const url = new URL(server)
    url.pathname = `/${name}`
    return url.href
  }
  return {
    url: within(serverUrl),
    appUrl: within(process.env.ASHLAR_TEST_APP_URL ?? serverUrl),
    drop: async () => {
      await runSql({ url: serverUrl }, `drop database if exists ${name} with (force)`)
    },
  }
}
