import { escapeIdentifier } from 'pg'
import { readHistory } from './history.ts'
import { type OwnerConnectionOptions, withMigrationLock, withOwnerConnection } from './owner-connection.ts'

export interface ResetOptions extends OwnerConnectionOptions {
  /** The ids of the installed modules. */
  readonly modules: readonly string[]
}

/**
 * Drops the schema of every module that is installed or was ever migrated here, and the framework's own, with all data.
 *
 * The caller asks for consent. What is not a module's stays.
 *
 * @returns the schemas that were dropped.
 */
export async function resetDatabase(options: ResetOptions): Promise<readonly string[]> {
  return withOwnerConnection(options, (client) =>
    withMigrationLock(client, options, async () => {
      const migrated = (await readHistory(client)).map(({ module }) => module)
      const schemas = [...new Set([...options.modules, ...migrated, 'ashlar', 'ashlar_jobs'])]
      const { rows } = await client.query<{ name: string }>(
        'select nspname as name from pg_catalog.pg_namespace where nspname = any($1) order by nspname',
        [schemas],
      )
      const found = rows.map(({ name }) => name)
      if (found.length > 0) await client.query(`drop schema ${found.map(escapeIdentifier).join(', ')} cascade`)
      return found
    }),
  )
}
