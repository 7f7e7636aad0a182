/** The door for modules: their tables, their handle, and what they may ask of the transaction they are in. */
export { afterCommit, bookkeeping, savepoint } from './ambient.ts'
export type { PageOptions } from './list.ts'
export { containsText, readPage } from './list.ts'
export type { ModuleDatabase } from './module-database.ts'
export type { RowFits } from './rows-fit.ts'
export { assertRowFits } from './rows-fit.ts'
export { moduleSchema, timestamps } from './tables.ts'
export { newId, typeidColumn } from './typeid-column.ts'
