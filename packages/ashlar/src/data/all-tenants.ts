import { findUnitOfWork } from './current-unit.ts'
import { allTenantsNotAvailable, outsideUnitOfWork } from './errors.ts'
import { runWithView } from './row-view.ts'
import { runUnitOfWork, successorOf } from './run-unit-of-work.ts'
import type { Statement } from './statement.ts'

/**
 * Runs work that sees and changes the rows of every tenant. Each use is noted with its reason in `ashlar.all_tenants_use`, also
 * when the work is undone.
 *
 * It runs as a role of its own, so that the policies of tenants stay plain and fast for everybody else.
 *
 * @throws ASH407 outside of a unit of work; ASH470 where the database has no such role for the app.
 */
export async function allTenants<Result>(reason: string, work: () => Promise<Result>): Promise<Result> {
  const current = findUnitOfWork()
  if (current === undefined) throw outsideUnitOfWork('allTenants() was called')
  const { unit, frame } = current
  const { rows } = await unit.runStatement(frame, findRole)
  const [found] = rows as { role: string }[]
  if (found === undefined) throw allTenantsNotAvailable()
  const note = { ...noteUse, values: [reason] }
  const { source, scope } = unit
  if (source.bookkeeping === undefined) await unit.runStatement(frame, note)
  else {
    await runUnitOfWork(source.bookkeeping, successorOf(scope), async () => {
      const inner = findUnitOfWork()
      await inner?.unit.runStatement(inner.frame, note)
    })
  }
  return runWithView({ tenant: '', role: found.role }, work)
}

const common = { preparedAs: undefined, rowsAs: 'objects' } as const

const findRole: Statement = {
  ...common,
  text: `select kept.role from ashlar.module_role as kept join pg_catalog.pg_roles on rolname = kept.role
    where kept.module = '*' and pg_catalog.pg_has_role(session_user, pg_roles.oid, 'member')`,
  values: [],
  origin: { module: 'ashlar', verb: 'select' },
}

const noteUse: Omit<Statement, 'values'> = {
  ...common,
  text: `insert into ashlar.all_tenants_use (reason, actor, impersonator, request) values ($1,
    nullif(pg_catalog.current_setting('ashlar.actor', true), ''), nullif(pg_catalog.current_setting('ashlar.impersonator', true), ''),
    nullif(pg_catalog.current_setting('ashlar.request', true), ''))`,
  origin: { module: 'ashlar', verb: 'insert' },
}
