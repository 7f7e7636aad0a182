/** What is wrong with tables, or with their snapshot, before any database sees them. */
import { AshlarError } from '../../contract/errors.ts'

export function tableOutsideSchema(module: string, table: string, schema: string): AshlarError {
  return new AshlarError(
    'ASH437',
    500,
    `Module "${module}" declares the table "${table}" in the schema "${schema}". Declare it with moduleSchema('${module}').table(…).`,
    { details: { module, table, schema } },
  )
}

export function referenceOutsideSchema(module: string, table: string, other: string): AshlarError {
  return new AshlarError(
    'ASH438',
    500,
    `The table "${table}" of module "${module}" has a foreign key to the schema "${other}". Keep the id as a plain value; another module's rows may go without asking.`,
    { details: { module, table, other } },
  )
}

export function snapshotUnreadable(module: string, file: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH453',
    500,
    `The snapshot ${file} of module "${module}" cannot be read. Restore it from version control.`,
    { details: { module, file }, cause },
  )
}

export function nameGivenTwice(module: string, what: string): AshlarError {
  return new AshlarError(
    'ASH455',
    500,
    `Module "${module}" declares the ${what} twice. Give each its own name in its tables.`,
    { details: { module, what } },
  )
}

export function uniqueKeyMayBeNull(schema: string, table: string, key: string, column: string): AshlarError {
  return new AshlarError(
    'ASH469',
    500,
    `The unique constraint ${key} of ${schema}.${table} holds "${column}", which may be null; rows of that table are marked instead of deleted, and its constraints take nulls for alike. Make the column not null, or declare a uniqueIndex().where() that leaves marked rows out.`,
    { details: { schema, table, key, column } },
  )
}

export function keptRowWouldDangle(module: string, table: string, target: string): AshlarError {
  return new AshlarError(
    'ASH572',
    500,
    `The table "${table}" of module "${module}" keeps deleted rows, but a foreign key of it to "${target}" has onDelete: 'cascade', and rows of "${target}" are removed: what is kept would refer to nothing. Make "${target}" softDeletable() too, or leave onDelete out and delete what belongs to a row in the same action.`,
    { details: { module, table, target } },
  )
}
