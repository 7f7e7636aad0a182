/**
 * What boot, the command line and the testing kit need of the data layer.
 *
 * It leaves Drizzle alone, which takes long to load: `module-database.ts` is imported with the first behaviour.
 */
export type { DetachedOptions } from './ambient.ts'
export { runDetached, savepoint } from './ambient.ts'
export { findUnitOfWork } from './current-unit.ts'
export type { Database, DatabaseOptions, PoolUse } from './database.ts'
export { createDatabase } from './database.ts'
export type { PreparedText } from './framework-statements.ts'
export { preparedTextsOf, runStatement } from './framework-statements.ts'
export type { MigrateOptions, MigrationRun } from './migrations/migrate.ts'
export { migrate } from './migrations/migrate.ts'
export type { Migration, MigrationFingerprint, ModuleMigrations } from './migrations/migration.ts'
export { checksumOf, readMigrations } from './migrations/migration.ts'
export type { AppliedMigration, MigrationPlan, PendingMigration } from './migrations/plan.ts'
export { planMigrations } from './migrations/plan.ts'
export type { ResetOptions } from './migrations/reset.ts'
export { resetDatabase } from './migrations/reset.ts'
export type { SchemaOwner } from './migrations/schema-owner.ts'
export type { DatabaseStatus, ModuleStatus, StatusOptions } from './migrations/status.ts'
export { assertMigrated, statusOf } from './migrations/status.ts'
export type { NotificationOptions, Notifications } from './notifications.ts'
export { listenTo } from './notifications.ts'
export { runUnitOfWork, successorOf } from './run-unit-of-work.ts'
export type { Statement, StatementResult } from './statement.ts'
export type { UnitFrame } from './unit-frame.ts'
export type { UnitOfWorkSource } from './unit-of-work.ts'
