/** Tables that are migrated as a module's are, in a database whose app role is bound by their rules. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as kit from 'drizzle-kit/api-postgres'
import { diffModule, writeMigration } from '../diff/index.ts'
import { migrate, readMigrations } from '../runtime.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

export interface MigratedDatabaseOptions {
  readonly module: string
  /** The module's schema and tables. */
  readonly tables: Readonly<Record<string, unknown>>
  /** SQL of a second migration, for what is not declared with tables. */
  readonly moreSql?: string
  /** How many days the history of the app is kept. */
  readonly historyDays?: number
}

export interface MigratedDatabase {
  readonly store: TestDatabase
  /** The app's role. */
  readonly role: string
  /** Where the app's role signs in. */
  readonly appUrl: string
  /** The folder of the module's migrations. */
  readonly folder: string
  /** Migrates once more. */
  readonly migrate: () => Promise<void>
  readonly drop: () => Promise<void>
}

/** Makes the tables of a module in a database of their own. */
export async function createMigratedDatabase({
  module,
  tables,
  moreSql,
  historyDays,
}: MigratedDatabaseOptions): Promise<MigratedDatabase> {
  const store = await createTestDatabase()
  const folder = await mkdtemp(join(tmpdir(), `ashlar-${module}-`))
  const diff = await diffModule({ module, tables, kit })
  if (diff.status !== 'changed') throw new Error('The diff made nothing.')
  await writeMigration({ module, folder, title: 'first', ...diff })
  if (moreSql !== undefined) await writeFile(join(folder, '0002_more.sql'), moreSql)
  const role = `app_${randomBytes(6).toString('hex')}`
  await store.query(`create role ${role}; grant ${role} to current_user`)
  const migrateModule = async () => {
    const modules = [{ module, version: '1.0.0', migrations: await readMigrations(module, folder) }]
    await migrate({ ownerUrl: store.url, appRole: role, historyDays, modules })
  }
  await migrateModule()
  return {
    store,
    role,
    appUrl: store.urlAs(role),
    folder,
    migrate: migrateModule,
    drop: async () => {
      await store.query(`drop owned by ${role} cascade; drop role ${role}`)
      await store.drop()
      await rm(folder, { recursive: true })
    },
  }
}
