/** What a table declares about its rows, and PostgreSQL enforces on every path to them. */
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { hiddenColumnUnknown, keepDaysNotWhole, rulesNeedPrimaryKey } from './errors.ts'

/** Columns that bring a rule with them when they are spread into a table. */
export type RuleMark =
  | { readonly rule: 'tenantOwned' }
  | { readonly rule: 'softDeletable' }
  | { readonly rule: 'versioned' }
  | { readonly rule: 'timestamps' }
  | {
      readonly rule: 'audited'
      readonly secret: readonly string[]
      readonly omit: readonly string[]
      readonly keepDays: number | undefined
    }

/** The rules of one table, in the names that the database uses. */
export interface TableRules {
  readonly table: string
  /** The column of the primary key, by which a history and versions name a row; empty for a table that has neither. */
  readonly key: string
  readonly tenantOwned: boolean
  readonly softDeletable: boolean
  readonly versioned: boolean
  /** Whether PostgreSQL keeps `updated_at`. @default false */
  readonly timestamps?: boolean
  /** The columns whose values no history holds, and those whose changes it leaves out; `undefined` without a history. */
  readonly audited: AuditRule | undefined
}

/** What the history of a table leaves out, and for how long it is kept. */
export interface AuditRule {
  readonly secret: readonly string[]
  readonly omit: readonly string[]
  /** In days. @default as long as the app says */
  readonly keepDays?: number
}

const markKeys = {
  tenantOwned: Symbol('tenantOwned'),
  softDeletable: Symbol('softDeletable'),
  versioned: Symbol('versioned'),
  timestamps: Symbol('timestamps'),
  audited: Symbol('audited'),
} as const

/** Ties a rule to columns. Each rule has a key of its own, so that several can be spread into one table. */
export function withMark<Columns extends object>(columns: Columns, mark: RuleMark): Columns {
  return { ...columns, [markKeys[mark.rule]]: mark }
}

const rulesByTable = new WeakMap<PgTable, TableRules>()
/** Tables whose rows are marked instead of removed, as `schema.table`. */
const softDeletableNames = new Set<string>()

/**
 * Notes the rules that a table's columns bring.
 *
 * @throws ASH466 for a table with a history or versions and without a primary key of one column, ASH467 for a column to hide that is not there,
 * ASH566 for a history that is kept for no whole number of days.
 */
export function noteRules(table: PgTable, columns: object): void {
  const marks = Object.values(markKeys).flatMap((key) => {
    const mark = Reflect.get(columns, key) as RuleMark | undefined
    return mark === undefined ? [] : [mark]
  })
  if (marks.length === 0) return
  const { name, schema = 'public' } = getTableConfig(table)
  const has = (rule: RuleMark['rule']) => marks.some((mark) => mark.rule === rule)
  const audited = marks.find((mark) => mark.rule === 'audited')
  rulesByTable.set(table, {
    table: name,
    key: audited || has('versioned') ? keyOf(table) : '',
    tenantOwned: has('tenantOwned'),
    softDeletable: has('softDeletable'),
    versioned: has('versioned'),
    ...(has('timestamps') ? { timestamps: true } : {}),
    audited: audited && {
      secret: columnNames(table, audited.secret),
      omit: columnNames(table, audited.omit),
      ...(audited.keepDays === undefined ? {} : { keepDays: wholeDays(table, audited.keepDays) }),
    },
  })
  if (has('softDeletable')) softDeletableNames.add(`${schema}.${name}`)
}

/** The rules of a table, or `undefined` when it has none. */
export function rulesOf(table: PgTable): TableRules | undefined {
  return rulesByTable.get(table)
}

/** Whether the rows of a table are marked instead of removed. */
export function isSoftDeletable(schema: string, table: string): boolean {
  return softDeletableNames.has(`${schema}.${table}`)
}

function keyOf(table: PgTable): string {
  const { columns, name, schema = 'public' } = getTableConfig(table)
  const [key, second] = columns.filter(({ primary }) => primary)
  if (key === undefined || second !== undefined) throw rulesNeedPrimaryKey(schema, name)
  return key.name
}

function wholeDays(table: PgTable, days: number): number {
  const { name, schema = 'public' } = getTableConfig(table)
  if (!Number.isInteger(days) || days < 1 || days > 36_500) throw keepDaysNotWhole(schema, name, days)
  return days
}

function columnNames(table: PgTable, keys: readonly string[]): readonly string[] {
  const { name, schema = 'public' } = getTableConfig(table)
  return keys.map((key) => {
    const column = (table as unknown as Readonly<Record<string, { readonly name: string } | undefined>>)[key]
    if (column === undefined) throw hiddenColumnUnknown(schema, name, key)
    return column.name
  })
}
