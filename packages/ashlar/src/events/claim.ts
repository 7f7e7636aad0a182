/** Takes what is due, for this process to deliver. */
import type { Statement, StatementResult, UnitOfWorkSource } from '../data/runtime.ts'
import type { CarriedScope } from '../scope/carried-scope.ts'
import type { KeptEvent } from './envelope.ts'
import type { HandlerSource } from './handlers.ts'
import { prepareText } from './statements.ts'

/** A delivery that this process has taken. The number of its attempt tells it from what others may take later. */
export interface Claim {
  readonly id: string
  readonly handler: string
  readonly attempt: number
  readonly keyed: boolean
  readonly publishedAt: Date
  /** When it was taken, as `performance.now()` tells it. */
  readonly takenAt: number
  readonly event: KeptEvent
}

/**
 * How long a claim holds until its handler's transaction begins; from then on that transaction holds it.
 *
 * So a process that dies is made up for within seconds, however long its handlers may take.
 */
export const claimSeconds = 10

/** Takes up to `limit` deliveries of some handlers, the longest due first. */
export async function claimDue(
  source: UnitOfWorkSource,
  handlers: readonly HandlerSource[],
  limit: number,
): Promise<readonly Claim[]> {
  return readClaims(await runAtOnce(source, claim(claimValues(handlers, limit))))
}

/** Takes one delivery of some handlers, the longest due, and none of those that are left out by their ids. */
export async function claimOneBeside(
  source: UnitOfWorkSource,
  handlers: readonly HandlerSource[],
  leftOut: readonly string[],
): Promise<Claim | undefined> {
  const [taken] = readClaims(await runAtOnce(source, claimBeside([...claimValues(handlers, 1), leftOut])))
  return taken
}

function claimValues(handlers: readonly HandlerSource[], limit: number): readonly unknown[] {
  return [handlers.map(({ id }) => id), handlers.map(({ blockOnDead }) => blockOnDead), limit, claimSeconds]
}

/**
 * Runs one statement in a transaction of its own, in one round trip and for no longer than any other, and does not wait for
 * the disk: for what a crash of the server may undo without harm, as it may a claim.
 */
export async function runAtOnce(source: UnitOfWorkSource, statement: Statement): Promise<StatementResult> {
  const connection = await source.acquire()
  try {
    const begun = connection.command(
      `BEGIN;SET LOCAL synchronous_commit=off;SET LOCAL statement_timeout=${source.statementTimeoutMs}`,
    )
    const ran = connection.run(statement)
    await Promise.allSettled([begun, ran, connection.command('COMMIT')])
    return await ran
  } finally {
    connection.release()
  }
}

interface ClaimRow {
  readonly delivery_id: string
  readonly handler: string
  readonly attempts: number
  readonly keyed: boolean
  readonly published_at: Date
  readonly id: string
  readonly name: string
  readonly version: number
  readonly payload: unknown
  readonly key: string | null
  readonly scope: CarriedScope
  readonly caused_by: string | null
  readonly depth: number
}

function readClaims({ rows }: StatementResult): readonly Claim[] {
  return (rows as ClaimRow[])
    .toSorted((one, other) => Number(one.delivery_id) - Number(other.delivery_id))
    .map(readClaim)
}

function readClaim(row: ClaimRow): Claim {
  const { id, name, version, payload, scope, depth } = row
  return {
    id: row.delivery_id,
    handler: row.handler,
    attempt: row.attempts,
    keyed: row.keyed,
    publishedAt: row.published_at,
    takenAt: performance.now(),
    event: {
      id,
      name,
      version,
      payload,
      key: row.key ?? undefined,
      scope,
      causedBy: row.caused_by ?? undefined,
      depth,
    },
  }
}

/**
 * Each handler is looked up by itself, so that what waits for one holds up none of the others. Of one key only the first
 * that is not done is taken; a row that another process holds is passed over.
 */
const claimWhere = (condition: string) => `
  with due as (
    select delivery.id, delivery.due_at
    from (
      select handler, blocks from unnest($1::text[], $2::boolean[]) as listening (handler, blocks)
      where not exists (select from ashlar.event_pause where event_pause.handler = listening.handler)
    ) as listening
    cross join lateral (
      select id, due_at from ashlar.event_delivery as candidate
      where handler = listening.handler and state = 'pending' and due_at <= now() ${condition}
        and (key is null or not exists (
          select from ashlar.event_delivery as earlier
          where earlier.handler = candidate.handler and earlier.key = candidate.key and earlier.id < candidate.id
            and (earlier.state = 'pending' or earlier.state = 'dead' and listening.blocks)
        ))
      order by due_at, id limit $3::int for update skip locked
    ) as delivery
    order by delivery.due_at, delivery.id limit $3::int
  )
  update ashlar.event_delivery as delivery
  set attempts = delivery.attempts + 1, due_at = now() + pg_catalog.make_interval(secs => $4::int)
  from due, ashlar.event
  where delivery.id = due.id and event.id = delivery.event_id
  returning delivery.id as delivery_id, delivery.handler, delivery.attempts, delivery.key is not null as keyed,
    event.published_at, event.id, event.name, event.version, event.payload, event.key, event.scope, event.caused_by,
    event.depth`

const claim = prepareText('claim', 'update', claimWhere(''))

const claimBeside = prepareText('claim_beside', 'update', claimWhere('and id <> all($5::bigint[])'))
