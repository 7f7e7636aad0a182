/** What the rules of tables refuse, and what is wrong with a rule. */
import { AshlarError } from '../../contract/errors.ts'
import { describeSender, type StatementOrigin, type Violation } from '../errors.ts'

export function rulesNeedPrimaryKey(schema: string, table: string): AshlarError {
  return new AshlarError(
    'ASH466',
    500,
    `The table ${schema}.${table} has rules of its own, but no primary key of one column. Give it one, such as typeidColumn('…').primaryKey().default(newId).`,
    { details: { schema, table } },
  )
}

export function hiddenColumnUnknown(schema: string, table: string, key: string): AshlarError {
  return new AshlarError(
    'ASH467',
    500,
    `audited() of the table ${schema}.${table} names "${key}", but the table has no such column. Name columns by their keys in the table.`,
    { details: { schema, table, key } },
  )
}

export function keepDaysNotWhole(schema: string, table: string, days: number): AshlarError {
  return new AshlarError(
    'ASH566',
    500,
    `audited() of the table ${schema}.${table} keeps its history for ${days} days. Give keepDays a whole number from 1 to 36500, or leave it out.`,
    { details: { schema, table, days } },
  )
}

/** What PostgreSQL tells of a write that rests on an older version of its row. */
export interface StaleWrite {
  readonly row: string
  readonly expected: number
  readonly actual: number
  /** The columns that have changed since. */
  readonly changed: readonly string[]
}

export function staleVersion(violation: Violation, stale: StaleWrite, cause: unknown): AshlarError {
  const changed = stale.changed.length === 0 ? '' : ` (${stale.changed.join(', ')})`
  const sentence = `This has changed since it was shown${changed}. Look at it as it is now, then save again.`
  return new AshlarError('ASH468', 409, sentence, {
    details: { ...violation, ...stale, fields: { version: sentence } },
    cause,
  })
}

export function otherTenant(origin: StatementOrigin, table: string | undefined, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH464',
    403,
    `${describeSender(origin)} was refused: a row${table === undefined ? '' : ` of ${table}`} would belong to another tenant than the one at work. Write it in withTenant().`,
    { details: { ...origin, table }, cause },
  )
}

export function noTenant(origin: StatementOrigin, table: string | undefined, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH465',
    403,
    `${describeSender(origin)} was refused: rows${table === undefined ? '' : ` of ${table}`} belong to a tenant, and none is at work. Bind one with withTenant(), or let the request's be found.`,
    { details: { ...origin, table }, cause },
  )
}

export function markedUnseen(origin: StatementOrigin, table: string | undefined, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH574',
    500,
    `${describeSender(origin)} was refused: it sets deleted_at of a row${table === undefined ? '' : ` of ${table}`}, and could not see the row any more. Delete the row instead, or set deletedAt within withDeleted().`,
    { details: { ...origin, table }, cause },
  )
}

export function allTenantsNotAvailable(): AshlarError {
  return new AshlarError(
    'ASH470',
    503,
    'allTenants() needs a role that the database does not have, or that the role of DATABASE_URL may not take. Let DATABASE_OWNER_URL have CREATEROLE and migrate again.',
  )
}

/** Something that a rule of a table made, and that is not as it made it. */
export interface BrokenRule {
  readonly module: string
  /** Empty for a function. */
  readonly table: string
  /** The policy, trigger or function, or `row-security`. */
  readonly name: string
  /** The statement that mends it. */
  readonly remedy: string
}

const nameObject = ({ name, remedy }: BrokenRule) =>
  name === 'row-security'
    ? 'row-level security'
    : `the ${/^CREATE (?:OR REPLACE )?(\w+)/i.exec(remedy)?.[1]?.toLowerCase()} "${name}"`

const nameOwner = ({ module, table }: BrokenRule) => (table === '' ? `schema "${module}"` : `table ${module}.${table}`)

export function ruleObjectMissing(broken: BrokenRule): AshlarError {
  const { module, table, name, remedy } = broken
  return new AshlarError(
    'ASH561',
    500,
    `The ${nameOwner(broken)} has lost ${nameObject(broken)}, which the rules of tables rest on. Bring it back as the owner: ${remedy}`,
    { details: { module, table, name, remedy } },
  )
}

export function ruleObjectChanged(broken: BrokenRule): AshlarError {
  const { module, table, name, remedy } = broken
  const isSecurity = name === 'row-security'
  return new AshlarError(
    'ASH562',
    500,
    isSecurity
      ? `Row-level security of the table ${module}.${table} is switched off or not forced, so its rules do not hold. Switch it on as the owner: ${remedy}`
      : `${nameObject(broken).replace(/^t/, 'T')} of the ${nameOwner(broken)} was switched off or changed, and the rules of tables rest on it. ${/^CREATE OR REPLACE/i.test(remedy) ? 'Bring' : 'Drop it and bring'} it back as the owner: ${remedy}`,
    { details: { module, table, name, remedy } },
  )
}

/** A policy that is not of the rules, on a table whose rows they keep apart: rows are seen if any one policy lets them be. */
export function tenantsNotKeptApart({ module, table, name, remedy }: BrokenRule): AshlarError {
  return new AshlarError(
    'ASH570',
    500,
    `The policy "${name}" lets through rows of the table ${module}.${table} that its rules hold back. Take it away as the owner: ${remedy} A policy of your own has to be AS RESTRICTIVE.`,
    { details: { module, table, name, remedy } },
  )
}

export function tenantsCopied(module: string, view: string, table: string): AshlarError {
  return new AshlarError(
    'ASH571',
    500,
    `The materialized view ${module}.${view} reads the table ${table}, whose rows belong to tenants: it would keep the rows of one tenant and show them to all. Make it a view, or a table that is tenantOwned() and filled by events.`,
    { details: { module, view, table } },
  )
}

export function ruleGrantMissing(missing: {
  readonly module: string
  readonly table: string
  readonly privilege: string
  readonly role: string
}): AshlarError {
  const { module, table, privilege, role } = missing
  return new AshlarError(
    'ASH563',
    500,
    `The role "${role}" of DATABASE_URL may not ${privilege} in the table ${module}.${table}. Run as the owner: GRANT ${privilege} ON "${module}"."${table}" TO "${role}";`,
    { details: { ...missing } },
  )
}

export function rulesBroken(problems: readonly AshlarError[]): AshlarError {
  return new AshlarError(
    'ASH564',
    500,
    `The app does not start, because its database has lost what the rules of tables rest on.\n${problems.map(({ code, message }) => `- ${code}  ${message}`).join('\n')}\nMend it, then start again.`,
    { details: { problems: problems.map(({ code, details }) => ({ code, details })) } },
  )
}
