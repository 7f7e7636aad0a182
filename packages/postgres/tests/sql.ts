import pg from 'pg'

/** Runs one statement on a connection of its own and returns the rows. */
export async function query(
  url: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(statement, [...values])).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}
