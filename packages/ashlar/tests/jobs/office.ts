/** A small app for the tests of jobs: an office that takes notes. */
import { type BootTestOptions, type TestApp, testModules } from '@ashlar/testing'
import type { Given } from 'ashlar'
import { type JobContext, job } from 'ashlar/contract'
import { sql } from 'ashlar/drizzle'
import type { ModuleSource } from 'ashlar/runtime'
import pg from 'pg'
import { z } from 'zod'
import { moduleOf } from '../module-of.ts'

export const office = {
  id: 'office',
  jobs: {
    note: job({ payload: z.object({ text: z.string() }), retry: { tries: 3 } }),
    once: job({ payload: z.object({ text: z.string() }), unique: true }),
    alone: job({ payload: z.object({ text: z.string() }), concurrency: 1 }),
    slowly: job({ ratePerSecond: 20 }),
    brief: job({ timeoutMs: 50, retry: { tries: 1 } }),
    nightly: job({ schedule: '30 2 * * *', timeZone: 'Europe/Berlin' }),
  },
} as const

export type OfficeGiven = Given<typeof office>

/** What a test has the office do for each job; a note is taken unless it says otherwise. */
export type Work = (job: string, text: string, context: JobContext, given: OfficeGiven) => Promise<void> | void

export const takeNote = async (
  _job: string,
  text: string,
  _context: JobContext,
  { db }: OfficeGiven,
): Promise<void> => {
  await db.execute(sql`insert into office.note (text) values (${text})`)
}

export interface Office extends TestApp {
  readonly given: OfficeGiven
  readonly listNotes: () => Promise<readonly string[]>
}

/** The module, and the hold of what it is given. */
export function officeModule(work: Work = takeNote): { source: ModuleSource; given: () => OfficeGiven } {
  let held: OfficeGiven | undefined
  const source = moduleOf(
    office,
    (given) => {
      held = given
      const named = (name: string) => (payload: { text: string } | undefined, context: JobContext) =>
        work(name, payload?.text ?? '', context, given)
      return {
        jobs: {
          note: named('note'),
          once: named('once'),
          alone: named('alone'),
          slowly: named('slowly'),
          brief: named('brief'),
          nightly: named('nightly'),
        },
      }
    },
    `${import.meta.dirname}/migrations`,
  )
  return {
    source,
    given: () => {
      if (held === undefined) throw new Error('The office has not been started.')
      return held
    },
  }
}

export async function openOffice(work?: Work, options: BootTestOptions = {}): Promise<Office> {
  const { source, given } = officeModule(work)
  const app = await testModules([source], options)
  return Object.assign(app, {
    given: given(),
    listNotes: async () => {
      const { rows } = await app.run(() =>
        given().db.execute<{ text: string }>(sql`select text from office.note order by id`),
      )
      return rows.map(({ text }) => text)
    },
  })
}

/** Changes what a module cannot: the queues themselves. */
export async function tamper({ database }: Pick<Office, 'database'>, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(text).finally(() => client.end())
}
