/** What is wrong with a module's tables before any database sees them. */
import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import type { AshlarError } from '../../contract/errors.ts'
import { rulesOf } from '../rules/table-rules.ts'
import { keptRowWouldDangle, nameGivenTwice, referenceOutsideSchema, tableOutsideSchema } from './errors.ts'

/** The tables among the exports of a module's `tables.ts`. */
export function listTables(exported: object): readonly PgTable[] {
  return Object.values(exported).filter((value) => is(value, PgTable))
}

/** Finds tables outside of the module's schema, foreign keys that lead out of it or would come to lead nowhere, and names that are given twice. */
export function checkTables(module: string, exported: object): readonly AshlarError[] {
  const tables = listTables(exported)
  const names = tables.map((table) => getTableConfig(table).name)
  return [
    ...repeated(names).map((name) => nameGivenTwice(module, `table "${name}"`)),
    ...tables.flatMap((table) => checkTable(module, table)),
  ]
}

function checkTable(module: string, table: PgTable): readonly AshlarError[] {
  const { name, schema = 'public', columns, foreignKeys } = getTableConfig(table)
  if (schema !== module) return [tableOutsideSchema(module, name, schema)]
  const columnNames = columns.map((column) => column.name)
  const targets = foreignKeys.map((key) => getTableConfig(key.reference().foreignTable).schema ?? 'public')
  const dangling = foreignKeys.filter(
    (key) =>
      key.onDelete === 'cascade' &&
      rulesOf(table)?.softDeletable === true &&
      rulesOf(key.reference().foreignTable)?.softDeletable !== true,
  )
  return [
    ...repeated(columnNames).map((column) => nameGivenTwice(module, `column "${column}" of table "${name}"`)),
    ...targets.filter((target) => target !== module).map((target) => referenceOutsideSchema(module, name, target)),
    ...dangling.map((key) => keptRowWouldDangle(module, name, getTableConfig(key.reference().foreignTable).name)),
  ]
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))]
}
