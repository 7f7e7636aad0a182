/** A schedule of every two seconds, and the count of what came of it. */
import type { ChaosDatabase } from '../world/database.ts'
import { drained } from './drained.ts'

/** What processes are told that keep it. */
export const everyTwoSeconds = { YARD_SCHEDULE: '*/2 * * * * *' } as const

/** How many times were due between the first and the last that fired, and how many of them did not fire or run exactly once. */
export async function countTicks(database: ChaosDatabase): Promise<{ due: number; wrong: number }> {
  await drained(database, 60_000)
  const [found] = await database.query<{ due: number; wrong: number }>(
    `with fired as (
       select (data->>'scheduledFor')::timestamptz as at, count(*) as times
       from ashlar_jobs.job where name = 'yard.tick' group by 1
     ), span as (
       select generate_series(min(at), (select max(at) from fired) - interval '4 seconds', interval '2 seconds') as at from fired
     ), ran as (
       select scheduled_for as at, count(*) as times from yard.ticked group by 1
     )
     select count(*)::int as due,
       (count(*) filter (where fired.times is distinct from 1 or ran.times is distinct from 1))::int as wrong
     from span left join fired using (at) left join ran using (at)`,
  )
  if (found === undefined) throw new Error('Nothing was counted.')
  return found
}
