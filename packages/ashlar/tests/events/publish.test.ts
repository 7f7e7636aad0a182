import { runSql } from '@ashlar/testing'
import { AshlarError, after, during, event } from 'ashlar/contract'
import { savepoint, withTenant } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { runDetached } from '../../src/data/runtime.ts'
import { moduleOf } from '../module-of.ts'
import { bootShop, restocked, type ShopApp, sold } from './shop.ts'

const received: unknown[] = []
let refuse = false
let app: ShopApp

const stock = moduleOf(
  { id: 'stock', listens: { reserve: after(sold), check: during(sold), old: during(sold, { version: 1 }) } },
  ({ db }) => ({
    listens: {
      reserve: (payload, envelope) => void received.push({ payload, envelope }),
      check: async ({ item }) => {
        await db.execute(sql`select 1`)
        if (item === 'broken') throw new TypeError('The check is broken')
        if (refuse) throw new AshlarError('STOCK_EMPTY', 409, `There is no ${item} left.`)
      },
      old: ({ euros }) => void received.push({ euros }),
    },
  }),
)
const archive = moduleOf({ id: 'archive', listens: { keep: after('shop.*'), all: during('*') } }, () => ({
  listens: {
    keep: (envelope) => void received.push({ kept: envelope.name, version: envelope.version }),
    all: ({ name }) => void received.push({ during: name }),
  },
}))

beforeAll(async () => {
  app = await bootShop([stock, archive])
})
afterAll(() => app.close())
beforeEach(async () => {
  await app.events.discard({})
  received.length = 0
  refuse = false
})

const sell = (item: string, cents = 150) => app.shop.publish(sold, { item, cents })
const code = (value: string) => expect.objectContaining({ code: value })
const waiting = async () => (await app.events.list({ states: ['pending'] })).map(({ handler }) => handler).toSorted()

test('an event is delivered to each of its handlers, with its payload and where it comes from', async () => {
  await app.run(() => sell('tea'))
  expect(received).toEqual([{ during: 'shop.sold' }, { euros: 1.5 }])
  expect(await waiting()).toEqual(['archive.keep', 'stock.reserve'])

  const delivered = await app.deliver()

  expect(delivered.map(({ handler }) => handler)).toEqual(['archive.keep', 'stock.reserve'])
  const [event] = await app.events.published({ name: 'shop.sold', limit: 1 })
  expect(event).toMatchObject({ version: 2, payload: { item: 'tea', cents: 150 }, actor: 'system', key: null })
  expect(received.slice(2)).toEqual([
    { kept: 'shop.sold', version: 2 },
    {
      payload: { item: 'tea', cents: 150 },
      envelope: {
        id: event?.id,
        name: 'shop.sold',
        version: 2,
        payload: { item: 'tea', cents: 150 },
        key: undefined,
        actor: 'system',
        tenant: undefined,
        requestId: event?.requestId,
        causedBy: undefined,
        attempt: 1,
        idempotencyKey: expect.stringContaining(event?.id ?? '?'),
        publishedAt: expect.any(Date),
        signal: expect.any(AbortSignal),
      },
    },
  ])
  expect(await app.deliver()).toEqual([])
})

test('an event goes along with the tenant that its publisher works for', async () => {
  const tenant = '0198f6a0-0000-7000-8000-000000000001'
  await app.run(() => withTenant(tenant, () => sell('tea')))

  const [event] = await app.events.published({ name: 'shop.sold', limit: 1 })
  expect(event).toMatchObject({ tenant })
})

test('a handler that refuses undoes the work, and its module is named with its reason', async () => {
  refuse = true
  const refused = app.run(() => sell('tea'))

  await expect(refused).rejects.toMatchObject({ code: 'ASH483', status: 409, details: { module: 'stock' } })
  await expect(refused).rejects.toThrow('Module "stock" refuses "shop.sold": There is no tea left.')
  expect(await waiting()).toEqual([])
})

test('a handler that breaks is told from one that refuses', async () => {
  await expect(app.run(() => sell('broken'))).rejects.toMatchObject({ code: 'ASH484', status: 500 })
})

test('a publisher that goes on after a refusal leaves nothing of the event behind', async () => {
  refuse = true
  await app.run(async () => {
    await app.shop.db.execute(sql`insert into shop.sale (item) values ('kept')`)
    await expect(sell('tea')).rejects.toEqual(code('ASH483'))
  })

  const { rows } = await app.run(() => app.shop.db.execute(sql`select item from shop.sale`))
  expect(rows).toEqual([{ item: 'kept' }])
  expect(await waiting()).toEqual([])
})

test('publishing is refused where nothing could be kept', async () => {
  await expect(sell('tea')).rejects.toEqual(code('ASH480'))
  await expect(runDetached(app.app.database, () => sell('tea'), { readOnly: true })).rejects.toEqual(code('ASH481'))
})

test('a payload that breaks its schema is refused, and what the schema does not know is left out', async () => {
  await expect(app.run(() => sell('tea', 1.5))).rejects.toEqual(code('ASH482'))

  const secret = { item: 'tea', passwordHash: 'secret' }
  await app.run(() => app.shop.publish(restocked, secret))

  const [event] = await app.events.published({ name: 'shop.restocked', limit: 1 })
  expect(event?.payload).toEqual({ item: 'tea' })
})

test('texts that JSON can hold are kept, whatever PostgreSQL thinks of them', async () => {
  const item = 'a\0b \ud800 💶'
  await app.run(() => app.shop.publish(restocked, { item }))

  const [event] = await app.events.published({ limit: 1 })
  expect(event?.payload).toEqual({ item })
})

test('an event that the definition does not list is refused', async () => {
  const other = event('shop.moved', { version: 1, payload: z.object({}) })
  await expect(app.run(() => app.shop.publish(other as never, {} as never))).rejects.toEqual(code('ASH487'))
})

test('a key has to name something', async () => {
  const publish = (key: string) => app.run(() => app.shop.publish(restocked, { item: 'tea' }, { key }))
  await expect(publish('')).rejects.toEqual(code('ASH486'))
  await expect(publish('x'.repeat(201))).rejects.toEqual(code('ASH486'))
})

test('a module cannot touch the tables of events', async () => {
  const touch = (text: string) => app.run(() => app.shop.db.execute(sql.raw(text)))
  await expect(touch('insert into ashlar.event_pause (handler) values (1)')).rejects.toEqual(code('ASH430'))
  await expect(touch('delete from ashlar.event_delivery')).rejects.toEqual(code('ASH430'))
})

test('an event that cannot be written undoes the work, and the reason is told', async () => {
  const sellBeside = () =>
    app.run(async () => {
      await app.shop.db.execute(sql`insert into shop.sale (item) values ('undone')`)
      await app.shop.publish(restocked, { item: 'tea' })
    })
  const sellWithin = () => app.run(() => savepoint(() => app.shop.publish(restocked, { item: 'tea' })))
  const sellBefore = () =>
    app.run(async () => {
      await app.shop.publish(restocked, { item: 'tea' })
      await app.shop.db.execute(sql`insert into shop.sale (item) values ('undone')`)
    })
  await runSql(app.database, 'alter table ashlar.event rename to hidden')
  for (const fail of [sellBeside, sellWithin, sellBefore]) await expect(fail()).rejects.toEqual(code('ASH424'))
  await runSql(app.database, 'alter table ashlar.hidden rename to event')

  const { rows } = await app.run(() => app.shop.db.execute(sql`select from shop.sale where item = 'undone'`))
  expect(rows).toEqual([])
})
