import type pg from 'pg'

/** How many wait for an advisory lock in one database. Other tests have theirs on the same server, where all are listed. */
export async function countWaiting(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(
    `select from pg_locks join pg_database on pg_database.oid = pg_locks.database
     where datname = current_database() and locktype = 'advisory' and not granted`,
  )
  return rowCount ?? 0
}
