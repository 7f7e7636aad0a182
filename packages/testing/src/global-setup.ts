/** Gives all test files one PostgreSQL server: the one of `DATABASE_URL`, or an embedded one that ends with the run. */
import { join } from 'node:path'

export default async function setUpTestServer(): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL
  if (given) {
    process.env.ASHLAR_TEST_SERVER_URL = given
    return async () => undefined
  }
  const { startEmbeddedPostgres } = await import('@ashlar/postgres')
  const server = await startEmbeddedPostgres({
    folder: join(process.cwd(), '.ashlar', 'test-postgres'),
    durable: false,
  })
  process.env.ASHLAR_TEST_SERVER_URL = server.ownerUrl('postgres')
  return () => server.release()
}
