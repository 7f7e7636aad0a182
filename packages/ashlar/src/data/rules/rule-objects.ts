/** What a table's rules are made of in PostgreSQL: row-level security, policies and triggers, each by its own name. */
import { escapeIdentifier, escapeLiteral } from 'pg'
import type { AuditRule, TableRules } from './table-rules.ts'

/** One thing that a migration makes or removes. */
export interface RuleObject {
  readonly name: string
  readonly create: string
  readonly drop: string
}

/** Marked rows are seen by the very statement that marks them, or PostgreSQL would refuse an update that hides its own row. */
const kept = '"deleted_at" IS NULL OR "deleted_at" = statement_timestamp() OR ashlar.sees_deleted()'

/** Everything that the rules of a table need, in the order of making. */
export function ruleObjectsOf(schema: string, rules: TableRules): readonly RuleObject[] {
  const table = `${escapeIdentifier(schema)}.${escapeIdentifier(rules.table)}`
  return [
    ...(rules.tenantOwned || rules.softDeletable ? [rowSecurity(table)] : []),
    ...(rules.tenantOwned ? [policy(table, 'ashlar_tenant', 'USING ("tenant_id" = ashlar.tenant_id())')] : []),
    ...(rules.softDeletable && !rules.tenantOwned ? [policy(table, 'ashlar_open', 'USING (true)')] : []),
    ...(rules.softDeletable ? softDeletion(table) : []),
    ...(rules.audited === undefined ? [] : history(table, rules.key, rules.audited)),
    ...(rules.timestamps ? [trigger(table, 'ashlar_touch', 'BEFORE INSERT OR UPDATE', 'touch')] : []),
    ...(rules.versioned ? [version(table, rules.key)] : []),
  ]
}

/** Forced, because functions and triggers of a module run as the role that owns its tables. */
function rowSecurity(table: string): RuleObject {
  return {
    name: 'row-security',
    create: `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;`,
    drop: `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;`,
  }
}

function softDeletion(table: string): readonly RuleObject[] {
  return [
    policy(table, 'ashlar_kept_select', `AS RESTRICTIVE FOR SELECT USING (${kept})`),
    policy(table, 'ashlar_kept_update', `AS RESTRICTIVE FOR UPDATE USING (${kept}) WITH CHECK (true)`),
    trigger(table, 'ashlar_keep_deleted', 'BEFORE DELETE', 'keep_deleted'),
  ]
}

function history(table: string, key: string, { secret, omit, keepDays }: AuditRule): readonly RuleObject[] {
  const args = [key, secret.join(','), omit.join(','), ...(keepDays === undefined ? [] : [String(keepDays)])]
  return [
    trigger(table, 'ashlar_stamp', 'BEFORE INSERT OR UPDATE', 'stamp'),
    trigger(table, 'ashlar_record_change', 'AFTER INSERT OR UPDATE OR DELETE', 'record_change', args),
  ]
}

/** PostgreSQL runs triggers in the order of their names: after the stamp, before the history. */
function version(table: string, key: string): RuleObject {
  return trigger(table, 'ashlar_version', 'BEFORE UPDATE', 'raise_version', [key])
}

function policy(table: string, name: string, body: string): RuleObject {
  return {
    name,
    create: `CREATE POLICY "${name}" ON ${table} ${body};`,
    drop: `DROP POLICY "${name}" ON ${table};`,
  }
}

function trigger(table: string, name: string, when: string, routine: string, args: readonly string[] = []): RuleObject {
  return {
    name,
    create: `CREATE TRIGGER "${name}" ${when} ON ${table} FOR EACH ROW EXECUTE FUNCTION ashlar.${routine}(${args.map((text) => escapeLiteral(text)).join(', ')});`,
    drop: `DROP TRIGGER "${name}" ON ${table};`,
  }
}
