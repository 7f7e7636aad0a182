/** The commands that begin a transaction and say who acts in it. They go with the first statement, in one round trip. */
import { escapeIdentifier, escapeLiteral } from 'pg'
import type { Isolation } from '../contract/transactions.ts'
import type { RequestScope } from '../scope/request-scope.ts'
import type { RowView } from './row-view.ts'

export interface TransactionTimeouts {
  readonly statementTimeoutMs: number
  /** How long a statement waits for rows that another transaction holds. */
  readonly lockTimeoutMs: number
  readonly idleInTransactionTimeoutMs: number
}

/** How a transaction begins. */
export interface TransactionTerms extends TransactionTimeouts {
  /** @default what PostgreSQL does by itself: `read-committed` */
  readonly isolation?: Isolation | undefined
}

/** In whose name statements run and which rows they see: what policies and triggers read in a transaction. */
export interface Standing {
  readonly actor: string
  readonly impersonator: string
  readonly tenant: string
  readonly deleted: '' | 'seen' | 'purged'
  /** Empty for the app's own. */
  readonly role: string
}

/** The standing of a transaction in which nothing was said yet. */
const none: Standing = { actor: '', impersonator: '', tenant: '', deleted: '', role: '' }

/** In whose name a scope's statements run by now, through a view of rows. */
export function standingOf({ actor, impersonator, tenant }: RequestScope, view?: RowView): Standing {
  return {
    actor: actor?.id ?? '',
    impersonator: impersonator?.id ?? '',
    tenant: view?.tenant ?? tenant ?? '',
    deleted: view?.deleted ?? '',
    role: view?.role ?? '',
  }
}

const levels: Readonly<Record<Isolation, string>> = {
  'read-committed': ' ISOLATION LEVEL READ COMMITTED',
  'repeatable-read': ' ISOLATION LEVEL REPEATABLE READ',
  serializable: ' ISOLATION LEVEL SERIALIZABLE',
}

/**
 * `BEGIN` with everything that holds for this transaction only, so that nothing leaks through a pooler.
 *
 * The search path holds no module's schema: a name without one resolves to PostgreSQL's own objects or not at all.
 */
export function beginTransaction(scope: RequestScope, standing: Standing, terms: TransactionTerms): string {
  const { isolation } = terms
  return (
    `BEGIN${isolation === undefined ? '' : levels[isolation]}${scope.readOnly ? ' READ ONLY' : ''};` +
    'SET LOCAL search_path=pg_catalog,pg_temp;' +
    `SET LOCAL statement_timeout=${terms.statementTimeoutMs};` +
    `SET LOCAL lock_timeout=${terms.lockTimeoutMs};` +
    `SET LOCAL idle_in_transaction_session_timeout=${terms.idleInTransactionTimeoutMs};` +
    `SET LOCAL ashlar.request=${literal(scope.id)};SET LOCAL ashlar.actor=${literal(standing.actor)}` +
    changeStanding({ ...none, actor: standing.actor }, standing)
  )
}

/** The commands that lead from one standing to another, each after a semicolon; none when they are the same. */
export function changeStanding(from: Standing, to: Standing): string {
  let text = ''
  for (const name of ['actor', 'impersonator', 'tenant', 'deleted'] as const) {
    if (from[name] !== to[name]) text += `;SET LOCAL ashlar.${name}=${literal(to[name])}`
  }
  if (from.role !== to.role) text += to.role === '' ? ';RESET ROLE' : `;SET LOCAL ROLE ${escapeIdentifier(to.role)}`
  return text
}

/** A NUL would end the command early, wherever it stands. */
function literal(value: string): string {
  return escapeLiteral(value.replaceAll('\0', ''))
}
