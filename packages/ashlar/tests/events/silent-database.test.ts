/** A connection on which nobody answers any more, under the worker of events. */
import { createTestDatabase } from '@ashlar/testing'
import { after } from 'ashlar/contract'
import { bootApp } from 'ashlar/runtime'
import pg from 'pg'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { openWay } from '../../src/data/tests/lossy-way.ts'
import { moduleOf } from '../module-of.ts'
import { openShop, restocked } from './shop.ts'

test('a claim that is never answered holds up what comes after it no longer than any statement', async () => {
  const database = await createTestDatabase()
  const way = await openWay(database.url)
  const outside = new pg.Client({ connectionString: database.url })
  await outside.connect()
  let received = 0
  const { source, given } = openShop()
  const stock = moduleOf({ id: 'stock', listens: { reserve: after(restocked) } }, () => ({
    listens: {
      reserve: () => {
        received += 1
      },
    },
  }))
  const app = await bootApp({
    name: 'Silent',
    config: { database: { statementTimeoutMs: 500 } },
    modules: [source, stock],
    database: { appUrl: way.url, ownerUrl: database.url },
    environment: {},
    assets: { version: '1', tags: () => '' },
    log: pino({ level: 'silent' }),
    production: false,
  })
  onTestFinished(async () => {
    await app.close()
    await way[Symbol.asyncDispose]()
    await outside.end()
    await database.drop()
  })
  app.background.deliveries.start()
  await app.run(() => given().publish(restocked, { item: 'tea' }))
  await expect.poll(() => received).toBe(1)

  way.loseEverything()
  await outside.query(
    'insert into ashlar.event_delivery (event_id, handler) select event_id, handler from ashlar.event_delivery',
  )
  await expect.poll(() => received).toBe(2)
}, 60_000)
