/** Lets go of jobs that ended long ago. What failed stays until a person decides. */
import { runStatement } from '../data/runtime.ts'
import { prepareText } from './statements.ts'

/** Removes some of the jobs that were done or cancelled more than this many days ago. Another call removes more. */
export async function removeOld(days: number): Promise<void> {
  await runStatement(remove([days]))
}

const remove = prepareText(
  'remove_old',
  'delete',
  `delete from ashlar_jobs.job using (
     select name, id from ashlar_jobs.job
     where state in ('completed', 'cancelled')
       and completed_on < ashlar_jobs.job_now() - pg_catalog.make_interval(days => $1::int)
     limit 10000
   ) as old
   where job.name = old.name and job.id = old.id`,
)
