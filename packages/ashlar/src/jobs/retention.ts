/** Lets go of jobs that ended long ago. What failed stays until a person decides. */
import { runAside, runStatement, type UnitOfWorkSource } from '../data/runtime.ts'
import { prepareText } from './statements.ts'

/** How many are removed in one transaction, so that none takes long. */
const atOnce = 10_000

/** Removes the jobs that were done or cancelled more than this many days ago, a part at a time for as long as it may go on. */
export async function removeOld(source: UnitOfWorkSource, days: number, mayGoOn: () => boolean): Promise<void> {
  let removed: number | null
  do {
    removed = (await runAside(source, () => runStatement(remove([days, atOnce])))).rowCount
  } while (removed === atOnce && mayGoOn())
}

/** What another process is removing is left to it. */
const remove = prepareText(
  'remove_old',
  'delete',
  `delete from ashlar_jobs.job using (
     select name, id from ashlar_jobs.job
     where state in ('completed', 'cancelled')
       and completed_on < ashlar_jobs.job_now() - pg_catalog.make_interval(days => $1::int)
     limit $2::int for update skip locked
   ) as old
   where job.name = old.name and job.id = old.id`,
)
