import { runSql } from '@ashlar/testing'
import { AshlarError, after, type DeliveredEvent } from 'ashlar/contract'
import { sql } from 'ashlar/drizzle'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { moduleOf } from '../module-of.ts'
import { bootShop, restocked, type ShopApp, sold } from './shop.ts'

/** What the handler of `stock.reserve` does; each test has its own. */
let handle: (payload: { item: string }, envelope: DeliveredEvent) => unknown
/** What the handler of `stock.strict` does, which has more time. */
let handleStrictly: () => Promise<unknown>
const received: string[] = []
let app: ShopApp

const stock = moduleOf(
  {
    id: 'stock',
    listens: {
      reserve: after(restocked, { tries: 3, timeoutMs: 100 }),
      strict: after(sold, { tries: 1, blockOnDead: true }),
    },
  },
  () => ({
    listens: {
      reserve: async (payload, envelope) => {
        received.push(payload.item)
        await handle(payload, envelope)
      },
      strict: async ({ item }) => {
        received.push(`strict ${item}`)
        if (item === 'bad') throw new Error('It is bad')
        await handleStrictly()
      },
    },
  }),
)

beforeAll(async () => {
  app = await bootShop([stock])
})
afterAll(() => app.close())
beforeEach(async () => {
  await app.events.discard({})
  await runSql(app.database, 'delete from shop.sale')
  received.length = 0
  handle = () => undefined
  handleStrictly = async () => undefined
})

const restock = (item: string, key?: string) =>
  app.run(() => app.shop.publish(restocked, { item }, key === undefined ? {} : { key }))
const sell = (item: string, key: string) => app.run(() => app.shop.publish(sold, { item, cents: 1 }, { key }))
const latest = async () => (await app.events.list({ limit: 1 }))[0]
const countSales = async () => (await runSql(app.database, 'select from shop.sale')).length
const addSale = () => app.shop.db.execute(sql`insert into shop.sale (item) values ('tea')`)

test('a handler that fails leaves nothing, is tried again, and then is left to a person with the reason', async () => {
  handle = async () => {
    await addSale()
    throw new AshlarError('STOCK_AWAY', 503, 'The store is closed.')
  }
  await restock('tea')

  await expect(app.deliver()).rejects.toThrow('The store is closed.')
  expect(await latest()).toMatchObject({
    handler: 'stock.reserve',
    state: 'pending',
    attempts: 1,
    error: { code: 'STOCK_AWAY', message: 'The store is closed' },
  })
  expect(await app.deliver()).toEqual([])
  await app.deliver({ early: true, failures: true })
  await app.deliver({ early: true, failures: true })
  expect(await latest()).toMatchObject({ state: 'dead', attempts: 3, finishedAt: expect.any(Date) })
  expect(await app.deliver({ early: true })).toEqual([])
  expect(await countSales()).toBe(0)

  handle = addSale
  expect(await app.events.retry({ states: ['dead'] })).toBe(1)
  await app.deliver()
  expect(await latest()).toMatchObject({ state: 'done', attempts: 1, error: null })
  expect(await countSales()).toBe(1)
})

test('the idempotency key is the same at every try, and another when the event is replayed', async () => {
  const keys: string[] = []
  handle = (_payload, { idempotencyKey, attempt }) => {
    keys.push(idempotencyKey)
    if (attempt === 1 && keys.length === 1) throw new Error('once')
  }
  await restock('tea')
  await app.deliver({ failures: true })
  await app.deliver({ early: true })
  const eventId = (await latest())?.eventId
  expect(await app.events.replay({ handler: 'stock.reserve', eventId })).toBe(1)
  await app.deliver()

  expect(keys).toHaveLength(3)
  expect(keys[1]).toBe(keys[0])
  expect(keys[2]).not.toBe(keys[0])
})

test('a handler that hangs is ended, and is told so', async () => {
  let signal: AbortSignal | undefined
  handle = async (_payload, envelope) => {
    signal = envelope.signal
    await addSale()
    await new Promise(() => undefined)
  }
  await restock('tea')

  await expect(app.deliver()).rejects.toMatchObject({ code: 'ASH495' })
  expect(signal?.aborted).toBe(true)
  expect(await countSales()).toBe(0)
  expect(await latest()).toMatchObject({ state: 'pending', error: { code: 'ASH495' } })
})

test('a handler that swallows the failure of a statement is not done', async () => {
  handle = async () => {
    await app.shop.db.execute(sql`select 1 / 0`).catch(() => undefined)
  }
  await restock('tea')

  await expect(app.deliver()).rejects.toMatchObject({ code: 'ASH411' })
  expect(await latest()).toMatchObject({ state: 'pending' })
})

test('a payload that no longer fits is left to a person at once', async () => {
  await restock('tea')
  await runSql(app.database, `update ashlar.event set payload = '{"item": 5}' where name = 'shop.restocked'`)

  await expect(app.deliver()).rejects.toMatchObject({ code: 'ASH488' })
  expect(await latest()).toMatchObject({ state: 'dead', attempts: 1, error: { code: 'ASH488' } })
  expect(received).toEqual([])
})

test.each([
  "payload = 'null'",
  "scope = 'null'",
  "scope = '[]'",
  'scope = \'{"request": 7}\'',
  'scope = \'{"request": "r", "tenant": {}}\'',
])('a row that was spoilt by %s is left to a person, and those beside it are delivered', async (spoil) => {
  await restock('spoilt')
  await runSql(app.database, `update ashlar.event set ${spoil} where payload->>'item' = 'spoilt'`)
  await restock('tea')
  const delivered = await app.deliver({ failures: true })

  expect(delivered.filter(({ error }) => error !== undefined)).toMatchObject([
    { error: { code: expect.stringMatching(/^ASH(488|970)$/) } },
  ])
  expect(received).toEqual(['tea'])
  expect(await app.events.list({ states: ['dead'] })).toMatchObject([
    { attempts: 1, error: { code: expect.any(String) } },
  ])
})

test('an event of an older version reaches the handler of today, and one of an unknown version waits', async () => {
  await sell('tea', 'a')
  await runSql(
    app.database,
    `update ashlar.event set version = 1, payload = '{"item": "old", "euros": 1.5}' where name = 'shop.sold'`,
  )
  await app.deliver()
  expect(received).toEqual(['strict old'])

  await sell('tea', 'a')
  await runSql(app.database, `update ashlar.event set version = 3 where name = 'shop.sold'`)
  await expect(app.deliver()).rejects.toMatchObject({ code: 'ASH489' })
  await app.events.discard({})
})

test('events of one key keep their order; a failure holds up its own key alone', async () => {
  handle = ({ item }, { attempt }) => {
    if (item === 'a1' && attempt === 1) throw new Error('not yet')
  }
  await restock('a1', 'a')
  await restock('a2', 'a')
  await restock('b1', 'b')

  await app.deliver({ failures: true })
  expect(received).toEqual(['a1', 'b1'])
  await app.deliver({ early: true })
  expect(received).toEqual(['a1', 'b1', 'a1', 'a2'])
})

test('a dead event lets those of its key pass, unless the handler says that it blocks', async () => {
  handle = ({ item }) => {
    if (item === 'a1') throw new Error('never')
  }
  await restock('a1', 'a')
  await restock('a2', 'a')
  for (let i = 0; i < 3; i += 1) await app.deliver({ early: true, failures: true })
  expect(received).toEqual(['a1', 'a1', 'a1', 'a2'])

  await sell('bad', 'a')
  await sell('good', 'a')
  received.length = 0
  await app.deliver({ failures: true })
  expect(received).toEqual(['strict bad'])
  await app.events.discard({ handler: 'stock.strict', states: ['dead'] })
  await app.deliver()
  expect(received).toEqual(['strict bad', 'strict good'])
})

test('a paused handler receives nothing, whatever others do, until it is resumed', async () => {
  await app.events.pause('stock.reserve')
  await restock('tea')
  await sell('cake', 'a')
  await app.deliver()
  expect(received).toEqual(['strict cake'])
  expect((await app.events.metrics()).find(({ handler }) => handler === 'stock.reserve')).toMatchObject({
    paused: true,
    pending: 1,
  })

  expect(await app.events.resume('stock.reserve')).toBe(true)
  expect(await app.events.resume('stock.reserve')).toBe(false)
  await app.deliver()
  expect(received).toEqual(['strict cake', 'tea'])
})

test('what a handler publishes follows from its event, and a chain without end is cut', async () => {
  handle = ({ item }) => app.shop.publish(restocked, { item: `${item}+` })
  await restock('x')

  await app.deliver({ failures: true })

  expect(received).toHaveLength(25)
  const [last, one] = await app.events.published({ limit: 2 }).then((events) => events.toReversed())
  expect(last?.causedBy).toBe(one?.id)
  expect(last?.requestId).toBe(one?.requestId)
  expect(await latest()).toMatchObject({ state: 'dead', error: { code: 'ASH485' } })
})

test('a handler whose process ends each time is left to a person in the end', async () => {
  await restock('tea')
  await runSql(app.database, `update ashlar.event_delivery set attempts = 3 where state = 'pending'`)

  await expect(app.deliver()).rejects.toMatchObject({ code: 'ASH496' })
  expect(await latest()).toMatchObject({ state: 'dead', error: { code: 'ASH496' } })
  expect(received).toEqual([])
})

test('what waits for a handler that is gone stays, and is delivered when it is back', async () => {
  await restock('tea')
  await runSql(app.database, `update ashlar.event_delivery set handler = 'stock.gone' where state = 'pending'`)
  expect(await app.deliver()).toEqual([])
  expect(await latest()).toMatchObject({ handler: 'stock.gone', handlerPresent: false, state: 'pending' })
  expect(await app.events.metrics()).toContainEqual(
    expect.objectContaining({ handler: 'stock.gone', handlerPresent: false, pending: 1 }),
  )

  await runSql(app.database, `update ashlar.event_delivery set handler = 'stock.reserve' where handler = 'stock.gone'`)
  await app.deliver()
  expect(received).toEqual(['tea'])
})

test('a replay delivers what is kept to one handler again, in the order in which it was published', async () => {
  const since = new Date(((await runSql(app.database, 'select clock_timestamp() as now'))[0] as { now: string }).now)
  for (const item of ['one', 'two', 'three']) await restock(item, 'a')
  await app.deliver()
  received.length = 0

  expect(await app.events.replay({ handler: 'stock.reserve', since })).toBe(3)
  await app.deliver()

  expect(received).toEqual(['one', 'two', 'three'])
  await expect(app.events.replay({ handler: 'stock.nobody' })).rejects.toMatchObject({ code: 'ASH498' })
  await expect(app.events.pause('stock.nobody')).rejects.toMatchObject({ code: 'ASH498' })
})

test('an event is shown with all that was done about it', async () => {
  await restock('tea')
  await app.deliver()
  const eventId = (await latest())?.eventId ?? ''

  const { event, deliveries } = await app.events.show(eventId)

  expect(event).toMatchObject({ id: eventId, name: 'shop.restocked', payload: { item: 'tea' } })
  expect(deliveries).toMatchObject([{ handler: 'stock.reserve', state: 'done', attempts: 1 }])
  await expect(app.events.show('00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'ASH497' })
  await expect(app.events.show('nonsense')).rejects.toMatchObject({ code: 'ASH497' })
})

test('what is being handled is left alone by whoever retries, hastens or discards', async () => {
  const begun = Promise.withResolvers<void>()
  const over = Promise.withResolvers<void>()
  handleStrictly = async () => {
    begun.resolve()
    await over.promise
  }
  await sell('bad', 'a')
  await app.deliver({ failures: true })
  await sell('tea', 'b')
  const delivering = app.deliver()
  await begun.promise
  try {
    expect(await app.events.retry({})).toBe(1)
    await app.events.hasten()
    expect(await app.events.discard({})).toBe(1)
  } finally {
    over.resolve()
    await delivering.catch(() => undefined)
  }
  expect(await app.events.list({ limit: 2 })).toMatchObject([{ state: 'done' }, { state: 'discarded' }])
})

test('what fails is not tried a second time within one call, though it is due by then', async () => {
  handle = () => {
    throw new Error('It is broken')
  }
  handleStrictly = () => app.events.hasten()
  await restock('broken')
  await sell('tea', 'a')

  await app.deliver({ failures: true })
  expect(received).toEqual(['broken', 'strict tea'])
  await app.deliver({ early: true, failures: true })
  expect(received).toEqual(['broken', 'strict tea', 'broken'])
})
