/** Makes the yard's tables, as its migrations and the rules of its tables say today. */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diffModule, writeMigration } from 'ashlar/diff'
import { listSchemaOwners, migrate, readMigrations } from 'ashlar/runtime'
import * as kit from 'drizzle-kit/api-postgres'
import type { ChaosDatabase } from '../world/database.ts'
import * as tables from './tables.ts'
import { yardModule } from './yard.ts'

export async function migrateYard({ appUrl, ownerUrl }: ChaosDatabase): Promise<void> {
  await migrate({
    ownerUrl,
    appRole: decodeURIComponent(new URL(appUrl).username),
    modules: [{ module: 'yard', version: '1.0.0', migrations: await readYardMigrations() }],
    schemaOwners: listSchemaOwners([yardModule.manifest]),
  })
}

/** The yard's own migrations, and one that makes its tables with rules as the framework writes them today. */
async function readYardMigrations() {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-yard-'))
  try {
    await cp(yardModule.migrationsFolder, folder, { recursive: true })
    const diff = await diffModule({ module: 'yard', tables, kit })
    if (diff.status !== 'changed') throw new Error('The tables of the yard make no migration.')
    await writeMigration({ module: 'yard', folder, title: 'assets', ...diff })
    return await readMigrations('yard', folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}
