/** Compares the rules of a module's tables with those of its last snapshot. */
import { escapeIdentifier } from 'pg'
import { firstTenantId } from '../../contract/tenants.ts'
import { ruleObjectsOf } from '../rules/rule-objects.ts'
import { rulesOf, type TableRules } from '../rules/table-rules.ts'
import { listTables } from './check-tables.ts'
import { uniqueKeyMayBeNull } from './errors.ts'
import type { Snapshot, SnapshotEntity } from './kit.ts'

/** The statements that remove what no rule needs any more, before tables change, and make what is needed, after. */
export interface RuleDiff {
  readonly removed: readonly string[]
  readonly made: readonly string[]
}

/**
 * Adds the rules of tables to a snapshot. Unique constraints and unique indexes come to hold within a tenant, and among rows that are not marked.
 *
 * @throws ASH469 for a constraint that is to leave marked rows out and has a column that may be null.
 */
export function withRules(snapshot: Snapshot, exported: object): Snapshot {
  const rules = listTables(exported)
    .flatMap((table) => rulesOf(table) ?? [])
    .toSorted((left, right) => (left.table < right.table ? -1 : 1))
  if (rules.length === 0) return snapshot
  const rulesByName = new Map(rules.map((each) => [each.table, each]))
  const ddl = snapshot.ddl.map((entity) => {
    const of = rulesByName.get(entity.table ?? '')
    if (of !== undefined && entity.entityType === 'indexes' && entity.isUnique === true) return indexWithin(entity, of)
    if (of === undefined || entity.entityType !== 'uniques') return entity
    const within = of.tenantOwned ? withinTenant(entity) : entity
    return of.softDeletable ? leavingMarkedOut(within, snapshot) : within
  })
  return { ...snapshot, ddl, rules }
}

function withinTenant(unique: SnapshotEntity): SnapshotEntity {
  const columns = unique.columns as readonly string[]
  return columns.includes('tenant_id') ? unique : { ...unique, columns: ['tenant_id', ...columns] }
}

/** An index may hold expressions and have a condition, so it leaves marked rows out by its condition. */
function indexWithin(index: SnapshotEntity, { tenantOwned, softDeletable }: TableRules): SnapshotEntity {
  const columns = index.columns as readonly { readonly value: string }[]
  const where = index.where as string | null
  const isWithinTenant = !tenantOwned || columns.some(({ value }) => value === 'tenant_id')
  const leavesOut = !softDeletable || where?.includes('"deleted_at"') === true
  const notMarked = '"deleted_at" IS NULL'
  return {
    ...index,
    columns: isWithinTenant ? columns : [tenantColumn, ...columns],
    where: leavesOut ? where : where === null ? notMarked : `(${where}) AND ${notMarked}`,
  }
}

/** A column of an index, as the kit's snapshots describe it. */
const tenantColumn = { value: 'tenant_id', isExpression: false, asc: true, nullsFirst: false, opclass: null }

/** Rows that are not marked have no `deleted_at`; where nulls are alike, they exclude each other and nothing else. */
function leavingMarkedOut(unique: SnapshotEntity, { ddl }: Snapshot): SnapshotEntity {
  const columns = unique.columns as readonly string[]
  const nullable = columns.find((column) =>
    ddl.some(
      ({ entityType, table, name, notNull }) =>
        entityType === 'columns' && table === unique.table && name === column && notNull !== true,
    ),
  )
  if (nullable !== undefined) throw uniqueKeyMayBeNull(unique.schema ?? '', unique.table ?? '', unique.name, nullable)
  return { ...unique, columns: [...columns, 'deleted_at'], nullsNotDistinct: true }
}

/**
 * Rows that are in a table before it belongs to tenants become those of the app's first tenant: no other can be named by a module that knows
 * of none.
 */
export function keepRowsOfFirstTenant(statements: readonly string[]): readonly string[] {
  return statements.flatMap((statement) => {
    const [, table, rest] = addsTenant.exec(statement) ?? []
    if (table === undefined) return [statement]
    return [
      `ALTER TABLE ${table} ADD COLUMN "tenant_id" uuid DEFAULT '${firstTenantId}'${rest}`,
      `ALTER TABLE ${table} ALTER COLUMN "tenant_id" SET DEFAULT ashlar.tenant_id();`,
    ]
  })
}

const addsTenant = /^ALTER TABLE (\S+) ADD COLUMN "tenant_id" uuid DEFAULT ashlar\.tenant_id\(\)(.*)$/

/**
 * A column that goes takes its unique constraints and indexes along, so these are dropped before: those that a rule had added its column to are
 * made anew without it.
 */
export function dropKeysFirst(statements: readonly string[]): readonly string[] {
  const first = statements.findIndex((statement) => dropsColumn.test(statement))
  if (first === -1) return statements
  const later = statements.slice(first)
  return [
    ...statements.slice(0, first),
    ...later.filter((statement) => dropsKey.test(statement)),
    ...later.filter((statement) => !dropsKey.test(statement)),
  ]
}

const dropsColumn = /^ALTER TABLE \S+ DROP COLUMN /
const dropsKey = /^(?:ALTER TABLE \S+ DROP CONSTRAINT|DROP INDEX) /

/**
 * Rules of a table that is dropped go with it; those of a renamed one stay on it.
 *
 * @param renamed what tables were called before, by their names of today.
 */
export function diffRules(
  module: string,
  previous: Snapshot,
  current: Snapshot,
  renamed: ReadonlyMap<string, string>,
): RuleDiff {
  const [before, after] = [previous, current].map(({ rules = [] }) => new Map(rules.map((each) => [each.table, each])))
  const tables = current.ddl.filter(({ entityType }) => entityType === 'tables').map(({ name }) => name)
  const diffs = tables.map((table) =>
    diffTable(module, before?.get(renamed.get(table) ?? table), after?.get(table), table),
  )
  const unmarked = diffs.flatMap(({ losesMark }) => losesMark ?? [])
  return {
    removed: [
      ...diffs.flatMap(({ removed }) => removed),
      ...referringFirst(unmarked, previous).map((table) => removeMarkedRows(module, table)),
    ],
    made: diffs.flatMap(({ made }) => made),
  }
}

interface TableDiff extends RuleDiff {
  /** What the table was called, when it marks what is deleted no more. */
  readonly losesMark: string | undefined
}

/** What is removed is removed while the table is called as before. */
function diffTable(
  module: string,
  before: TableRules | undefined,
  after: TableRules | undefined,
  table: string,
): TableDiff {
  const objectsOf = (rules: TableRules | undefined) => (rules === undefined ? [] : ruleObjectsOf(module, rules))
  const kept = new Set(objectsOf(before && { ...before, table }).map(({ create }) => create))
  const wanted = new Set(objectsOf(after && { ...after, table: before?.table ?? table }).map(({ create }) => create))
  const removed = objectsOf(before).filter(({ create }) => !wanted.has(create))
  return {
    removed: removed.toReversed().map(({ drop }) => drop),
    made: objectsOf(after).flatMap(({ create }) => (kept.has(create) ? [] : [create])),
    losesMark: before?.softDeletable && !after?.softDeletable ? before.table : undefined,
  }
}

/** Puts tables whose rows refer to those of others before these: a row can go once no other refers to it. */
function referringFirst(tables: readonly string[], { ddl }: Snapshot): readonly string[] {
  const seen = new Set<string>()
  const withReferring = (table: string): readonly string[] => {
    if (seen.has(table)) return []
    seen.add(table)
    const keys = ddl.filter(({ entityType, tableTo }) => entityType === 'fks' && tableTo === table)
    return [...keys.flatMap((key) => withReferring(String(key.table))), table]
  }
  return tables.flatMap(withReferring).filter((table) => tables.includes(table))
}

/** Without the mark they would be there again. */
function removeMarkedRows(module: string, table: string): string {
  return `DELETE FROM ${escapeIdentifier(module)}.${escapeIdentifier(table)} WHERE "deleted_at" IS NOT NULL;`
}
