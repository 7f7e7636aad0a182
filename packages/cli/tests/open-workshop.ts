/** A workshop with a database of its own, which its commands find in their environment. */
import { createTestDatabase, type TestDatabase } from '@ashlar/testing'
import { afterAll, beforeAll } from 'vitest'
import { createWorkshop, type Outcome, type RunOptions, type Workshop } from './workshop.ts'

export interface OpenWorkshop {
  readonly workshop: Workshop
  readonly database: TestDatabase
}

/** Opens one before the tests of a file, and removes it after them. What it gives is there once tests run. */
export function openWorkshop(prepare: (workshop: Workshop) => Promise<void> = async () => undefined): OpenWorkshop & {
  readonly ashlar: (words: readonly string[], options?: RunOptions) => Promise<Outcome>
} {
  let open: OpenWorkshop | undefined
  const get = (): OpenWorkshop => {
    if (open === undefined) throw new Error('The workshop opens before the tests, not while they are collected.')
    return open
  }
  beforeAll(async () => {
    const [workshop, database] = await Promise.all([createWorkshop(), createTestDatabase()])
    open = { workshop, database }
    await prepare(workshop)
  })
  afterAll(async () => {
    await open?.workshop.remove()
    await open?.database.drop()
  })
  return {
    get workshop() {
      return get().workshop
    },
    get database() {
      return get().database
    },
    ashlar: (words, { env, ...options } = {}) =>
      get().workshop.run(words, { ...options, env: { DATABASE_URL: get().database.url, ...env } }),
  }
}
