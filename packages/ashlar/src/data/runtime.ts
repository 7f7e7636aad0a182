/**
 * What boot, the command line and the testing kit need of the data layer.
 *
 * It leaves Drizzle alone, which takes long to load: `module-database.ts` is imported with the first behaviour.
 */
export type { DetachedOptions } from './ambient.ts'
export { runDetached } from './ambient.ts'
export type { Database, DatabaseOptions, PoolUse } from './database.ts'
export { createDatabase } from './database.ts'
export type { UnitOfWorkSource } from './unit-of-work.ts'
export { findUnitOfWork, runUnitOfWork, successorOf } from './unit-of-work.ts'
