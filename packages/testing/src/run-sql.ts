import pg from 'pg'
import type { TestDatabase } from './test-database.ts'

export interface SqlOptions {
  /** The id of the tenant whose rows are seen: where tables belong to tenants, their owner sees no others. @default none */
  readonly tenant?: string | undefined
}

/**
 * Runs SQL beside the app, as the owner of its tables and on a connection of its own, and gives the rows: for what only time or an operator
 * does, and for looking at what is kept.
 */
export async function runSql<Row extends pg.QueryResultRow>(
  database: Pick<TestDatabase, 'url'>,
  text: string,
  values: readonly unknown[] = [],
  { tenant }: SqlOptions = {},
): Promise<Row[]> {
  const client = new pg.Client({
    connectionString: database.url,
    ...(tenant === undefined ? {} : { options: `-c ashlar.tenant=${tenant}` }),
  })
  await client.connect()
  try {
    return (await client.query<Row>(text, [...values])).rows
  } finally {
    await client.end()
  }
}
