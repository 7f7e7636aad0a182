/** Gives all test files one PostgreSQL server: the one of `DATABASE_URL`, or an embedded one that ends with the run. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'

export default async function setUpTestServer(): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL
  if (given) {
    process.env.ASHLAR_TEST_SERVER_URL = given
    process.env.ASHLAR_TEST_APP_URL = await makeAppRole(given)
    return async () => undefined
  }
  const { startEmbeddedPostgres } = await import('@ashlar/postgres')
  const server = await startEmbeddedPostgres({
    folder: join(process.cwd(), '.ashlar', 'test-postgres'),
    durable: false,
  })
  process.env.ASHLAR_TEST_SERVER_URL = server.ownerUrl('postgres')
  process.env.ASHLAR_TEST_APP_URL = server.appUrl('postgres')
  return () => server.release()
}

/** A role that owns nothing, as that of `DATABASE_URL` where an app is run well. */
async function makeAppRole(serverUrl: string): Promise<string> {
  const [role, password] = ['ashlar_test_app', randomBytes(24).toString('hex')]
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_catalog.pg_roles where rolname = $1', [role])
    const verb = rowCount === 0 ? 'create' : 'alter'
    await client.query(`${verb} role ${role} login password '${password}'`)
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.username = role
  url.password = password
  return url.href
}
