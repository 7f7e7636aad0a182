/** Lets go of events that were handled long ago. */
import { runAside, runStatement, type UnitOfWorkSource } from '../data/runtime.ts'
import { prepareText } from './statements.ts'

/** How many are removed in one transaction, so that each is short. */
const batchSize = 10_000

/**
 * Removes the events that are older than this many days and that nothing waits for, until none is left or it is told to
 * stop. Where others remove some or replay them, it is left to the next time.
 */
export async function removeOld(source: UnitOfWorkSource, days: number, stop: AbortSignal): Promise<void> {
  let removed = batchSize
  while (removed === batchSize && !stop.aborted) removed = await runAside(source, () => removeSome(days))
}

async function removeSome(days: number): Promise<number> {
  const [asked] = (await runStatement(askToRemove([]))).rows as { readonly granted: boolean }[]
  return asked?.granted ? ((await runStatement(remove([days, batchSize]))).rowCount ?? 0) : 0
}

/**
 * Has every event that the next statement finds stay until the end of the transaction. A delivery of an event that is gone
 * would be due for ever.
 */
export async function keepFromRemoval(): Promise<void> {
  await runStatement(keep([]))
}

/** Each goes before the statement it is about: what others did until then has to be seen. */
const askToRemove = prepareText(
  'ask_to_remove',
  'select',
  `select pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended('ashlar.event', 7254)) as granted`,
)

const keep = prepareText(
  'keep',
  'select',
  `select pg_catalog.pg_advisory_xact_lock_shared(pg_catalog.hashtextextended('ashlar.event', 7254))`,
)

const remove = prepareText(
  'remove_old',
  'delete',
  `with old as (
    select id from ashlar.event
    where published_at < now() - pg_catalog.make_interval(days => $1::int)
      and not exists (
        select from ashlar.event_delivery
        where event_id = event.id
          and (state in ('pending', 'dead') or finished_at > now() - pg_catalog.make_interval(days => $1::int))
      )
    limit $2::int
  ), deliveries as (
    delete from ashlar.event_delivery using old where event_id = old.id
  )
  delete from ashlar.event using old where event.id = old.id`,
)
