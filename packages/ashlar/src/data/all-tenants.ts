import { findUnitOfWork } from './current-unit.ts'
import { outsideUnitOfWork } from './errors.ts'
import { preparedTextsOf, runStatement } from './framework-statements.ts'
import { runWithView } from './row-view.ts'
import { allTenantsNotAvailable } from './rules/errors.ts'
import { runUnitOfWork, successorOf } from './run-unit-of-work.ts'

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
  const { rows } = await runStatement(findRole([]))
  const [found] = rows as { role: string }[]
  if (found === undefined) throw allTenantsNotAvailable()
  const { source, scope } = current.unit
  const note = () => runStatement(noteUse([reason]))
  if (source.bookkeeping === undefined) await note()
  else await runUnitOfWork(source.bookkeeping, successorOf(scope), note)
  return runWithView({ tenant: '', role: found.role }, work)
}

const prepareText = preparedTextsOf('tenants')

const findRole = prepareText(
  'find_role',
  'select',
  `select kept.role from ashlar.module_role as kept join pg_catalog.pg_roles on rolname = kept.role
   where kept.module = '*' and pg_catalog.pg_has_role(session_user, pg_roles.oid, 'member')`,
)

const noteUse = prepareText(
  'note_use',
  'insert',
  `insert into ashlar.all_tenants_use (reason, actor, impersonator, request) values ($1,
     nullif(pg_catalog.current_setting('ashlar.actor', true), ''), nullif(pg_catalog.current_setting('ashlar.impersonator', true), ''),
     nullif(pg_catalog.current_setting('ashlar.request', true), ''))`,
)
