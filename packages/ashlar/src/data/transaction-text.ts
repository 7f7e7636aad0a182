/** The commands that begin a transaction and say who acts in it. They go with the first statement, in one round trip. */
import { escapeLiteral } from 'pg'
import type { RequestScope } from '../scope/request-scope.ts'

export interface TransactionTimeouts {
  readonly statementTimeoutMs: number
  readonly idleInTransactionTimeoutMs: number
}

/**
 * `BEGIN` with everything that holds for this transaction only, so that nothing leaks through a pooler.
 *
 * The search path holds no module's schema: a name without one resolves to PostgreSQL's own objects or not at all.
 */
export function beginTransaction(scope: RequestScope, timeouts: TransactionTimeouts): string {
  return (
    `BEGIN${scope.readOnly ? ' READ ONLY' : ''};SET LOCAL search_path=pg_catalog,pg_temp;` +
    `SET LOCAL statement_timeout=${timeouts.statementTimeoutMs};` +
    `SET LOCAL idle_in_transaction_session_timeout=${timeouts.idleInTransactionTimeoutMs};` +
    `SET LOCAL ashlar.request=${literal(scope.id)};${setActor(scope.actor?.id)}`
  )
}

/** Names who acts from here on; an empty text stands for a visitor. */
export function setActor(actorId: string | undefined): string {
  return `SET LOCAL ashlar.actor=${literal(actorId ?? '')}`
}

/** A NUL would end the command early, wherever it stands. */
function literal(value: string): string {
  return escapeLiteral(value.replaceAll('\0', ''))
}
