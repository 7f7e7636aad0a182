/** What becomes of a delivery that a process has taken. Each statement finds it only while the claim still holds. */
import { runStatement } from '../data/runtime.ts'
import { prepareText } from './statements.ts'

interface Claimed {
  readonly id: string
  readonly attempt: number
  readonly event: { readonly scope: { readonly tenant?: string | undefined } }
}

/**
 * Notes a delivery as done, in the transaction of its handler.
 *
 * @returns whether the claim still held, and the work of its tenant does not wait.
 */
export async function completeDelivery({ id, attempt, event }: Claimed): Promise<boolean> {
  const { rowCount } = await runStatement(complete([id, attempt, event.scope.tenant ?? null]))
  return rowCount === 1
}

/** Puts off without end what was not begun because its tenant's work waits, as if it had not been taken. */
export async function holdDelivery({ id, attempt, event }: Claimed): Promise<void> {
  const { tenant } = event.scope
  if (tenant !== undefined) await runStatement(hold([id, attempt, tenant]))
}

export interface Failure {
  /** What a person is told. */
  readonly error: { readonly code?: string; readonly message: string }
  /** Seconds until the next try, or `undefined` when it is left to a person. */
  readonly retryInSeconds: number | undefined
}

/** Notes a failure: the delivery is tried again later, or left to a person. @returns whether the claim still held. */
export async function failDelivery({ id, attempt }: Claimed, { error, retryInSeconds }: Failure): Promise<boolean> {
  const { rowCount } = await runStatement(fail([id, attempt, retryInSeconds ?? null, JSON.stringify(error)]))
  return rowCount === 1
}

/** Keeps others from taking a delivery until the end of the transaction. It goes together with the lock of its handler. */
export async function shareDelivery({ id }: Claimed): Promise<void> {
  await runStatement(share([id]))
}

/** Gives back what was never begun, as if it had not been taken. */
export async function releaseDelivery({ id, attempt }: Claimed): Promise<void> {
  await runStatement(release([id, attempt]))
}

const held = `where id = $1::bigint and attempts = $2::int and state = 'pending'`

const complete = prepareText(
  'complete',
  'update',
  `update ashlar.event_delivery set state = 'done', finished_at = now(), error = null ${held}
     and not exists (select from ashlar.tenant_hold where tenant_id = $3::uuid)`,
)

const fail = prepareText(
  'fail',
  'update',
  `update ashlar.event_delivery
   set error = $4::json,
     state = case when $3::float8 is null then 'dead' else state end,
     finished_at = case when $3::float8 is null then now() end,
     due_at = now() + pg_catalog.make_interval(secs => coalesce($3::float8, 0))
   ${held}`,
)

const share = prepareText('share', 'select', 'select from ashlar.event_delivery where id = $1::bigint for key share')

const release = prepareText(
  'release',
  'update',
  `update ashlar.event_delivery set attempts = attempts - 1, due_at = now() ${held}`,
)

/** The lock keeps the hold from ending in between, which would pass over this delivery. */
const hold = prepareText(
  'hold',
  'update',
  `with tenant as (select from ashlar.tenant_hold where tenant_id = $3::uuid for share)
   update ashlar.event_delivery set attempts = attempts - 1, due_at = 'infinity' ${held} and exists (select from tenant)`,
)
