import type { Client } from 'pg'
import { hasHistory } from './framework-schema.ts'
import type { MigrationFingerprint } from './migration.ts'
import type { AppliedMigration, PendingMigration } from './plan.ts'

interface HistoryRow {
  readonly module: string
  readonly name: string
  readonly checksum: string
  readonly applied_at: Date
  readonly duration_ms: number
}

/** Every migration that a database has had, oldest first. A database that was never migrated has none. */
export async function readHistory(client: Client): Promise<readonly AppliedMigration[]> {
  if (!(await hasHistory(client))) return []
  const { rows } = await client.query<HistoryRow>(
    'select module, name, checksum, applied_at, duration_ms from ashlar.migration order by applied_at, module, name',
  )
  return rows.map(({ module, name, checksum, applied_at: appliedAt, duration_ms: durationMs }) => ({
    module,
    name,
    checksum,
    appliedAt,
    durationMs,
  }))
}

/** Notes a migration as applied, in the transaction it ran in. */
export async function recordMigration(
  client: Client,
  { module, version, migration }: PendingMigration<MigrationFingerprint>,
  durationMs: number,
): Promise<void> {
  await client.query(
    'insert into ashlar.migration (module, name, checksum, version, duration_ms) values ($1, $2, $3, $4, $5)',
    [module, migration.name, migration.checksum, version, Math.round(durationMs)],
  )
}
