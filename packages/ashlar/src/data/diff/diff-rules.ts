/** Compares the rules of a module's tables with those of its last snapshot. */

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

/** Rules of a table that is dropped go with it; those of a renamed one stay on it. */
export function diffRules(module: string, previous: Snapshot, current: Snapshot): RuleDiff {
  const before = objectsByTable(module, previous)
  const after = objectsByTable(module, current)
  const tables = new Set(current.ddl.filter(({ entityType }) => entityType === 'tables').map(({ name }) => name))
  const removed = [...before].flatMap(([table, objects]) =>
    tables.has(table)
      ? [...objects.values()].filter(({ name, create }) => after.get(table)?.get(name)?.create !== create).toReversed()
      : [],
  )
  const made = [...after].flatMap(([table, objects]) =>
    [...objects.values()].filter(({ name, create }) => before.get(table)?.get(name)?.create !== create),
  )
  return { removed: removed.map(({ drop }) => drop), made: made.map(({ create }) => create) }
}

function objectsByTable(module: string, { rules = [] }: Snapshot) {
  return new Map(
    rules.map((each: TableRules) => [
      each.table,
      new Map(ruleObjectsOf(module, each).map((object) => [object.name, object])),
    ]),
  )
}
