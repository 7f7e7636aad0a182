/** What an app leaves behind once it is closed, whatever gets in the way of that: nothing that reaches the database. */
import { createTestDatabase, type TestDatabase } from '@ashlar/testing'
import { after, job } from 'ashlar/contract'
import { type App, bootApp } from 'ashlar/runtime'
import pg from 'pg'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { moduleOf } from '../module-of.ts'

let database: TestDatabase
let outside: pg.Client
beforeEach(async () => {
  database = await createTestDatabase()
  outside = new pg.Client({ connectionString: database.url })
  await outside.connect()
})
afterEach(async () => {
  await outside.end()
  await database.drop()
})

const listConnections = async () =>
  (
    await outside.query(
      'select application_name from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
  ).rows

const fail = () => Promise.reject(new Error('Cannot stop'))

function boot(stop?: () => Promise<void>, migrationsFolder?: string): Promise<App> {
  const office = moduleOf(
    { id: 'office', listens: { note: after('office.*', { optional: true }) }, jobs: { tidy: job() } },
    () => ({ listens: { note: () => undefined }, jobs: { tidy: () => undefined }, ...(stop ? { stop } : {}) }),
    migrationsFolder,
  )
  return bootApp({
    name: 'Office',
    config: {},
    modules: [office],
    database: { appUrl: database.url, ownerUrl: database.url },
    environment: {},
    assets: { version: '1', tags: () => '' },
    log: pino({ level: 'silent' }),
    production: false,
  })
}

test('an app that is closed while it begins to work leaves nothing running', async () => {
  const app = await boot()
  const starting = app.background.start('all')
  await app.close()
  await starting

  await expect.poll(listConnections).toEqual([])
})

test('an app whose module fails as it stops lets go of the database all the same', async () => {
  const app = await boot(fail)
  await app.background.start('all')

  await expect(app.close()).rejects.toMatchObject({ code: 'ASH122' })
  expect(app.database.use()).toMatchObject({ units: { total: 0 }, bookkeeping: { total: 0 } })
})

test('an app that cannot boot, with a module that cannot stop, tells why it cannot boot', async () => {
  await expect(boot(fail, `${import.meta.dirname}/broken-migrations`)).rejects.toThrow('office.nowhere')
})
