/** What `ashlar db diff` needs. Kept apart: it loads Drizzle, and its caller brings Drizzle's kit. */
export { checkTables } from './check-tables.ts'
export type { DiffOptions, ModuleDiff, RenameAnswer, RenameQuestion } from './diff-module.ts'
export { diffModule } from './diff-module.ts'
export type { MigrationKit, Snapshot } from './kit.ts'
export type { NewMigration } from './migration-folder.ts'
export { findSnapshot, writeMigration } from './migration-folder.ts'
