/** Lets go of events that were handled long ago. */
import { runStatement } from '../data/runtime.ts'
import { prepareText } from './statements.ts'

/** Removes some of the events that are older than this many days and that nothing waits for. Another call removes more. */
export async function removeOld(days: number): Promise<void> {
  await runStatement(remove([days]))
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
    limit 10000
  ), deliveries as (
    delete from ashlar.event_delivery using old where event_id = old.id
  )
  delete from ashlar.event using old where event.id = old.id`,
)
