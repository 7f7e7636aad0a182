/** The history of one row, for a module to show to people. */
import { getTableColumns } from 'drizzle-orm'
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import type { RowHistory } from '../../contract/row-history.ts'
import { preparedTextsOf, runStatement } from '../framework-statements.ts'
import { findRowView } from '../row-view.ts'
import { rulesOf } from '../rules/table-rules.ts'
import { tableHasNoHistory } from './errors.ts'

/** What happened to a row. */
export type ChangeKind = RowHistory[number]['kind']

/** One column of a change, by its key in the table. */
export interface FieldChange<Field extends string = string> {
  readonly field: Field
  /** As JSON holds it; `null` where there was nothing, and of a secret. */
  readonly before: unknown
  readonly after: unknown
  /** Whether its values are kept nowhere. */
  readonly secret: boolean
}

/** One change of a row: who made it, when, and what it did. */
export interface RowChange<Field extends string = string> {
  readonly id: string
  readonly at: Date
  readonly kind: ChangeKind
  /** The id of whoever was at work, or `null` when nobody was known. */
  readonly actor: string | null
  /** Who acted in the actor's name, if somebody did. */
  readonly impersonator: string | null
  readonly requestId: string | null
  readonly fields: readonly FieldChange<Field>[]
}

export interface HistoryOfOptions {
  /** At most as many changes, the newest first. @default 100 */
  readonly limit?: number
}

/** Columns that say the same as the change itself. */
const bookkeepingColumns = new Set(['version', 'deleted_at', 'tenant_id'])

/**
 * Reads what happened to a row of an `audited()` table, the newest first: of the tenant at work alone. Who may see it is for the caller to
 * know, as with the row.
 *
 * A change is told field by field, in the keys of the table; of an `insert` the fields that were not empty, of a deletion none.
 *
 * @throws ASH407 outside of a unit of work, ASH568 for a table without a history.
 */
export async function historyOf<Table extends PgTable>(
  table: Table,
  id: string,
  { limit = 100 }: HistoryOfOptions = {},
): Promise<readonly RowChange<Extract<keyof Table['_']['columns'], string>>[]> {
  type Field = Extract<keyof Table['_']['columns'], string>
  const rules = rulesOf(table)
  const { name, schema = 'public' } = getTableConfig(table)
  if (rules?.audited === undefined) throw tableHasNoHistory(`${schema}.${name}`)
  const columns = Object.entries(getTableColumns(table))
  const key = columns.find(([, column]) => column.name === rules.key)?.[1]
  const row = String(key?.mapToDriverValue(id) ?? id)
  const { tenant } = findRowView() ?? {}
  const statement = read([schema, name, row, rules.tenantOwned, limit])
  const { rows } = await runStatement(tenant === undefined ? statement : { ...statement, view: { tenant } })
  const fieldOf = new Map(
    columns.map(([field, column]): [string, TableField<Field>] => [column.name, { field: field as Field, column }]),
  )
  return (rows as readonly ChangeRow[]).map(({ before, after, secret, ...change }) => ({
    ...change,
    fields:
      change.kind === 'insert' || change.kind === 'update'
        ? listFields({ before, after, secret }, rules.key, fieldOf)
        : [],
  }))
}

interface ChangeRow extends Omit<RowChange, 'fields'> {
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
  readonly secret: readonly string[] | null
}

interface TableField<Field extends string> {
  readonly field: Field
  readonly column: PgColumn
}

/** In the order of the table's columns. Columns that the table has no more are left out. */
function listFields<Field extends string>(
  { before, after, secret }: Pick<ChangeRow, 'before' | 'after' | 'secret'>,
  key: string,
  fieldOf: ReadonlyMap<string, TableField<Field>>,
): readonly FieldChange<Field>[] {
  return [...fieldOf].flatMap(([name, { field, column }]): FieldChange<Field>[] => {
    if (name === key || bookkeepingColumns.has(name)) return []
    if (secret?.includes(name)) return [{ field, before: null, after: null, secret: true }]
    const [was, is] = [readValue(column, before?.[name]), readValue(column, after?.[name])]
    return was === null && is === null ? [] : [{ field, before: was, after: is, secret: false }]
  })
}

/** An id is told with its prefix, everything else as JSON has it. */
function readValue(column: PgColumn, value: unknown): unknown {
  const isId = typeof value === 'string' && column.getSQLType() === 'uuid'
  return isId ? column.mapFromDriverValue(value) : (value ?? null)
}

const read = preparedTextsOf('history')(
  'of_row',
  'select',
  `select id::text, changed_at as at, operation as kind, actor, impersonator, request as "requestId", before, after, secret
   from ashlar.change
   where module = $1 and table_name = $2 and row_id = $3 and (not $4::boolean or tenant_id = ashlar.tenant_id())
   order by change.id desc limit $5::int`,
)
