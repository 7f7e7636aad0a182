import type { Rule } from '../../rule.ts'
import { destructiveMigration } from './destructive-migration.ts'
import { foreignKeyWithoutIndex } from './foreign-key-without-index.ts'
import { migrationChecks } from './migration-checks.ts'
import { sqlNamesOtherSchema } from './sql-names-other-schema.ts'
import { tableOutsideSchema } from './table-outside-schema.ts'
import { tablesWithoutMigration } from './tables-without-migration.ts'
import { uniqueAcrossTenants } from './unique-across-tenants.ts'
import { unsafeMigration } from './unsafe-migration.ts'

/** What modules keep, and how it changes. */
export const dataRules: readonly Rule[] = [
  ...migrationChecks,
  unsafeMigration,
  destructiveMigration,
  foreignKeyWithoutIndex,
  tableOutsideSchema,
  sqlNamesOtherSchema,
  tablesWithoutMigration,
  uniqueAcrossTenants,
]
