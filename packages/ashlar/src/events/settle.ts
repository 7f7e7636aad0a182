/** What becomes of a delivery that a process has taken. Each statement finds it only while the claim still holds. */
import { runStatement } from '../data/runtime.ts'
import { prepareText } from './statements.ts'

interface Claimed {
  readonly id: string
  readonly attempt: number
}

/** Notes a delivery as done, in the transaction of its handler. @returns whether the claim still held. */
export async function completeDelivery({ id, attempt }: Claimed): Promise<boolean> {
  const { rowCount } = await runStatement(complete([id, attempt]))
  return rowCount === 1
}

export interface Failure {
  /** What a person is told. */
  readonly error: { readonly code?: string; readonly message: string }
  /** Seconds until the next try, or `undefined` when it is left to a person. */
  readonly retryInSeconds: number | undefined
}

/** Notes a failure: the delivery is tried again later, or left to a person. */
export async function failDelivery({ id, attempt }: Claimed, { error, retryInSeconds }: Failure): Promise<void> {
  await runStatement(fail([id, attempt, retryInSeconds ?? null, JSON.stringify(error)]))
}

/** Gives back what was never begun, as if it had not been taken. */
export async function releaseDelivery({ id, attempt }: Claimed): Promise<void> {
  await runStatement(release([id, attempt]))
}

const held = `where id = $1::bigint and attempts = $2::int and state = 'pending'`

const complete = prepareText(
  'complete',
  'update',
  `update ashlar.event_delivery set state = 'done', finished_at = now(), error = null ${held}`,
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

const release = prepareText(
  'release',
  'update',
  `update ashlar.event_delivery set attempts = attempts - 1, due_at = now() ${held}`,
)
