import { AshlarError } from '../contract/errors.ts'
import type { OwnJobs } from '../contract/own-jobs.ts'
import type { JobOperations } from './operations.ts'

/** Gives a module what concerns its own jobs. */
export function createOwnJobs(module: string, { show, cancel }: JobOperations): OwnJobs {
  async function find(id: string): ReturnType<OwnJobs['find']> {
    const details = await orNothing(show(id), 'ASH931')
    if (details === undefined || !details.job.startsWith(`${module}.`)) return undefined
    const { payload: _payload, request: _request, actor: _actor, tenant: _tenant, ...facts } = details
    return facts
  }

  return {
    find,
    async cancel(id) {
      if ((await find(id)) === undefined) return false
      const cancelled = cancel(id).then(() => true)
      return (await orNothing(cancelled, 'ASH931', 'ASH932')) ?? false
    },
  }
}

/** Takes some errors for the answer that there is nothing. */
async function orNothing<Result>(asked: Promise<Result>, ...codes: readonly string[]): Promise<Result | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof AshlarError && codes.includes(error.code)) return undefined
    throw error
  }
}
