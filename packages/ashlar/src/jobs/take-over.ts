/** Looks after jobs whose worker fell silent: another process takes them up. */
import type { PgBoss } from 'pg-boss'
import { runAside, runStatement, type UnitOfWorkSource } from '../data/runtime.ts'
import { type Engine, inUnitOfWork } from './engine.ts'
import { workerFellSilent } from './errors.ts'
import { prepareText } from './statements.ts'

/**
 * Frees the jobs of silent workers. They are due after a moment, longer each time and for each another, so that a job which
 * ends every process that runs it does not do so all the time, nor always takes the same others with it. In the end it is
 * left to a person.
 *
 * @returns the queues in which something became due.
 */
export async function takeOver(source: UnitOfWorkSource, engine: Engine): Promise<readonly string[]> {
  const boss = await engine.open()
  return runAside(source, () => freeAll(boss))
}

async function freeAll(boss: PgBoss): Promise<readonly string[]> {
  const { rows } = await runStatement(freeSilent([JSON.stringify({ error: told() })]))
  const freed = rows as { readonly queue: string }[]
  const exhausted = await runStatement(findExhausted([]))
  for (const { queue, id, retry_count: retryCount, progress } of exhausted.rows as SilentJob[]) {
    await boss.fail(queue, { id, retryCount }, { error: told(), progress }, { db: inUnitOfWork })
  }
  return [...new Set(freed.map(({ queue }) => queue))]
}

interface SilentJob {
  readonly queue: string
  readonly id: string
  readonly retry_count: number
  readonly progress: unknown
}

function told(): { readonly code: string; readonly message: string } {
  const { code, message } = workerFellSilent()
  return { code, message }
}

const silent = `state = 'active' and heartbeat_on + heartbeat_seconds * interval '1s' < ashlar_jobs.job_now()`

/** A row that a stalled worker holds is passed over, until its connection is ended. */
const freeSilent = prepareText(
  'free_silent',
  'update',
  `update ashlar_jobs.job
   set state = 'retry', heartbeat_on = null, output = coalesce(output, '{}') || $1::jsonb,
     start_after = ashlar_jobs.job_now()
       + least(2 ^ retry_count, 600) * (0.5 + random()) * interval '1s'
   from (
     select name, id from ashlar_jobs.job where ${silent} and retry_count < retry_limit for update skip locked
   ) as silent
   where job.name = silent.name and job.id = silent.id
   returning job.name as queue`,
)

const findExhausted = prepareText(
  'find_exhausted',
  'select',
  `select name as queue, id, retry_count, output -> 'progress' as progress from ashlar_jobs.job
   where ${silent} and retry_count >= retry_limit for update skip locked`,
)
