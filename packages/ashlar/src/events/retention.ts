/** Lets go of events that were handled long ago. */
import { runAside, runStatement, type UnitOfWorkSource } from '../data/runtime.ts'
import { prepareText } from './statements.ts'

/** How many are removed in one transaction, so that each is short. */
const batchSize = 10_000

/** Removes the events that are older than this many days and that nothing waits for, until none is left or it is told to stop. */
export async function removeOld(source: UnitOfWorkSource, days: number, stop: AbortSignal): Promise<void> {
  let removed = batchSize
  while (removed === batchSize && !stop.aborted) {
    removed = (await runAside(source, () => runStatement(remove([days, batchSize])))).rowCount ?? 0
  }
}

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
