/** What an app leaves behind once it is closed, whatever gets in the way of that: nothing that reaches the database. */
import { setTimeout as delay } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '@ashlar/testing'
import { after, job } from 'ashlar/contract'
import { type App, bootApp } from 'ashlar/runtime'
import type { FastifyPluginAsync } from 'fastify'
import pg from 'pg'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { moduleOf } from '../module-of.ts'

let database: TestDatabase
let outside: pg.Client
let enqueueTidy: () => Promise<unknown>
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

interface Ends {
  readonly stop?: () => Promise<void>
  readonly onClose?: () => Promise<void>
  readonly tidy?: () => Promise<void>
  readonly migrationsFolder?: string
}

function boot({ stop, onClose, tidy = async () => undefined, migrationsFolder }: Ends = {}): Promise<App> {
  const plugin: FastifyPluginAsync = async (fastify) => {
    if (onClose) fastify.addHook('onClose', onClose)
  }
  const office = moduleOf(
    {
      id: 'office',
      listens: { note: after('office.*', { optional: true }) },
      jobs: { tidy: job() },
      fastify: async () => ({ default: plugin }),
    },
    ({ enqueue }) => {
      enqueueTidy = () => enqueue('tidy')
      return { listens: { note: () => undefined }, jobs: { tidy }, ...(stop ? { stop } : {}) }
    },
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
  const app = await boot({ stop: fail })
  await app.background.start('all')

  await expect(app.close()).rejects.toMatchObject({ code: 'ASH122' })
  expect(app.database.use()).toMatchObject({ units: { total: 0 }, bookkeeping: { total: 0 } })
})

test('an app that cannot boot, with a module that cannot stop, tells why it cannot boot', async () => {
  await expect(boot({ stop: fail, migrationsFolder: `${import.meta.dirname}/broken-migrations` })).rejects.toThrow(
    'office.nowhere',
  )
})

test('what runs in the background is waited for, also when the server fails as it stops', async () => {
  const begun = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const serverFailed = Promise.withResolvers<void>()
  const tidy = async () => {
    begun.resolve()
    await gate.promise
  }
  const onClose = async () => {
    serverFailed.resolve()
    throw new Error('Cannot close')
  }
  const app = await boot({ tidy, onClose })
  await app.http.fastify.ready()
  await app.background.start('all')
  await app.run(() => enqueueTidy())
  await begun.promise
  const closing = app.close().catch((error: unknown) => error)
  await serverFailed.promise
  // An app that does not wait is closed by then, and a job that ends later has nowhere to say so.
  await delay(50)
  gate.resolve()

  expect(await closing).toMatchObject({ message: 'Cannot close' })
  const { rows } = await outside.query('select state from ashlar_jobs.job')
  expect(rows).toEqual([{ state: 'completed' }])
})
