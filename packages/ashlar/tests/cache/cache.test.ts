/** What modules keep in memory: who is given what, and that nobody is given what is out of date. */
import { setTimeout as delay } from 'node:timers/promises'
import { createTestDatabase, type TestApp, type TestDatabase, testModules } from '@ashlar/testing'
import type { Given } from 'ashlar'
import { withDeleted } from 'ashlar/data'
import { sql } from 'ashlar/drizzle'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type RunOptions, runUnitOfWork } from '../../src/data/run-unit-of-work.ts'
import { RequestScope } from '../../src/scope/request-scope.ts'
import { moduleOf } from '../module-of.ts'

const shop = { id: 'shop' } as const
type ShopGiven = Given<typeof shop>

interface Shop extends TestApp {
  readonly given: ShopGiven
  /** How often something was loaded. */
  readonly loads: string[]
  /** The price of a product as it is cached. */
  readonly price: (product: string, pauseMs?: number) => Promise<number | undefined>
  readonly setPrice: (product: string, cents: number) => Promise<void>
  readonly read: <Result>(work: () => Promise<Result>, tenant?: string) => Promise<Result>
  readonly write: <Result>(work: () => Promise<Result>, options?: RunOptions, tenant?: string) => Promise<Result>
}

async function openShop(options: Parameters<typeof testModules>[1] = {}): Promise<Shop> {
  let held: ShopGiven | undefined
  const source = moduleOf(
    shop,
    (given) => {
      held = given
      return {}
    },
    `${import.meta.dirname}/migrations`,
  )
  const app = await testModules([source], options)
  if (held === undefined) throw new Error('The shop has not been started.')
  const given = held
  const loads: string[] = []
  const { units } = app.app.database
  return Object.assign(app, {
    given,
    loads,
    price: (product: string, pauseMs = 0) =>
      given.cache.get(['price', product], { tags: ['prices', product] }, async () => {
        loads.push(product)
        const { rows } = await given.db.execute<{ cents: number }>(
          sql`select cents from shop.price where product = ${product}`,
        )
        if (pauseMs > 0) await delay(pauseMs)
        return rows[0]?.cents
      }),
    setPrice: async (product: string, cents: number) => {
      await given.db.execute(
        sql`insert into shop.price values (${product}, ${cents}) on conflict (product) do update set cents = excluded.cents`,
      )
      given.cache.invalidate(product)
    },
    read: <Result>(work: () => Promise<Result>, tenant?: string) =>
      runUnitOfWork(units, new RequestScope({ id: 'test', readOnly: true, tenant }), work),
    write: <Result>(work: () => Promise<Result>, options: RunOptions = {}, tenant?: string) =>
      runUnitOfWork(units, new RequestScope({ id: 'test', readOnly: false, tenant }), work, options),
  })
}

let database: TestDatabase
let shopApp: Shop
beforeEach(async () => {
  database = await createTestDatabase()
  shopApp = await openShop({ database })
})
afterEach(async () => {
  await shopApp.close()
  await database.drop()
})

const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 60_000, interval: 20 })
const [acme, globex] = ['0198c0de-0000-7000-8000-00000000000a', '0198c0de-0000-7000-8000-00000000000b']

describe('what is kept', () => {
  test('is loaded once, for all who ask at once and for those after them', async () => {
    const { read, price, loads } = shopApp
    await shopApp.write(() => shopApp.setPrice('brick', 120))
    const prices = await Promise.all(Array.from({ length: 10 }, () => read(() => price('brick', 20))))
    expect(prices).toEqual(Array(10).fill(120))
    expect(loads).toEqual(['brick'])
    expect(await read(() => price('brick'))).toBe(120)
    expect(loads).toEqual(['brick'])
    expect(shopApp.app.cache.use().entries).toBe(1)
  })

  test('is forgotten with the unit of work that invalidates it, and not when that is undone', async () => {
    const { read, write, price, setPrice } = shopApp
    await write(() => setPrice('brick', 120))
    expect(await read(() => price('brick'))).toBe(120)
    const undone = write(async () => {
      await setPrice('brick', 130)
      expect(await price('brick')).toBe(130)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await read(() => price('brick'))).toBe(120)
    await write(() => setPrice('brick', 140))
    expect(await read(() => price('brick'))).toBe(140)
  })

  test('is not what a unit of work sees that has written, is undone, or sees one moment', async () => {
    const { given, read, write, price, setPrice, loads } = shopApp
    await write(() => setPrice('brick', 120))
    await write(async () => {
      await given.db.execute(sql`update shop.price set cents = 1`)
      expect(await price('brick')).toBe(1)
      throw new Error('undone')
    }).catch(() => undefined)
    expect(shopApp.app.cache.use().entries).toBe(0)

    await write(async () => {
      await price('brick')
      throw new Error('undone')
    }).catch(() => undefined)
    expect(shopApp.app.cache.use().entries).toBe(0)

    await write(() => price('brick'), { transaction: { isolation: 'repeatable-read' } })
    expect(shopApp.app.cache.use().entries).toBe(0)

    await write(() => price('brick'))
    expect(shopApp.app.cache.use().entries).toBe(1)
    const before = loads.length
    expect(await read(() => price('brick'))).toBe(120)
    expect(loads).toHaveLength(before)
  })

  test('belongs to the tenant at work, unless it is said to be everybody’s', async () => {
    const { read, write, given } = shopApp
    const name = (tenant: string | undefined, acrossTenants = false) =>
      read(() => given.cache.get('name', { tags: ['names'], acrossTenants }, async () => tenant ?? 'nobody'), tenant)
    expect([await name(acme), await name(globex), await name(undefined)]).toEqual([acme, globex, 'nobody'])
    expect([await name(acme, true), await name(globex, true)]).toEqual([acme, acme])

    const entries = () => shopApp.app.cache.use().entries
    await write(async () => given.cache.invalidate('names'), {}, acme)
    // Of acme, of everybody, and of who works for nobody.
    expect(entries()).toBe(1)
    await write(async () => given.cache.invalidate('names'))
    expect(entries()).toBe(0)
  })

  test('depends on which rows are seen', async () => {
    const { read, given } = shopApp
    const view = (seen: string) => given.cache.get('rows', {}, async () => seen)
    expect(await read(() => view('kept'))).toBe('kept')
    expect(await read(() => withDeleted(() => view('with deleted')))).toBe('with deleted')
  })

  test('has the tags of what it is made of', async () => {
    const { read, write, given, price, setPrice } = shopApp
    await write(() => setPrice('brick', 100))
    const total = () => given.cache.get('total', { tags: ['totals'] }, async () => 2 * ((await price('brick')) ?? 0))
    expect(await read(() => price('brick'))).toBe(100)
    expect(await read(total)).toBe(200)
    await write(() => setPrice('brick', 150))
    expect(await read(total)).toBe(300)
  })

  test('is no more than there is room for, is frozen, and ends with its time', async () => {
    const small = await openShop({ database, config: { cache: { maxEntries: 3, maxBytes: 1_000 } } })
    const { read, given } = small
    const keep = (key: string, value: unknown, ttlMs = 60_000) =>
      read(() => given.cache.get(key, { ttlMs }, async () => value))
    for (let index = 0; index < 20; index += 1) await keep(`key ${index}`, index)
    expect(small.app.cache.use().entries).toBe(3)
    await keep('huge', 'x'.repeat(5_000))
    expect(small.app.cache.use().bytes).toBeLessThan(1_000)
    const list = (await keep('list', [{ a: 1 }])) as { a: number }[]
    expect(() => list.push({ a: 2 })).toThrow(TypeError)
    await keep('soon gone', 'first', 1)
    await until(async () => expect(await keep('soon gone', 'second', 1)).toBe('second'))
    await expect(keep('function', () => undefined)).rejects.toThrow('[ASH549]')
    await small.close()
  })

  test('is not invalidated where nothing can be written', async () => {
    const { read, given } = shopApp
    expect(() => given.cache.invalidate('prices')).toThrow('[ASH547]')
    await expect(read(async () => given.cache.invalidate('prices'))).rejects.toThrow('[ASH548]')
  })

  test('is loaded by whoever waited when a load fails, and by units that hold every connection', async () => {
    const { read, given } = shopApp
    let calls = 0
    const failing = () =>
      given.cache.get('fragile', {}, async () => {
        calls += 1
        if (calls === 1) throw new Error('the first fails')
        return calls
      })
    const outcomes = await Promise.allSettled([read(failing), read(failing)])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])

    // One without a connection loads first; those that hold all of them must not wait for it.
    const busy = Array.from({ length: 30 }, (_, index) =>
      read(async () => {
        if (index > 0) await given.db.execute(sql`select 1`)
        return shopApp.price('brick', 5)
      }),
    )
    expect(await Promise.all(busy)).toEqual(Array(30).fill(undefined))
  })
})

test('nobody is given what is older than what was kept when he asked, in any interleaving', {
  timeout: 300_000,
}, async () => {
  const step = fc.record({
    product: fc.constantFrom('brick', 'slate'),
    action: fc.constantFrom('read', 'read', 'read', 'readInWrite', 'set', 'undone') satisfies fc.Arbitrary<string>,
    startMs: fc.integer({ min: 0, max: 20 }),
    pauseMs: fc.integer({ min: 0, max: 10 }),
  })
  /** What was kept last, and everything that was ever meant to be. */
  const kept = new Map<string, number>()
  let next = 1
  let reads = 0
  const { read, write, price, setPrice } = shopApp
  const turns = new Map<string, Promise<unknown>>()
  /** Writers of one product take turns, so that what was kept last is known. */
  const inTurn = (product: string, work: () => Promise<void>) => {
    const turn = (turns.get(product) ?? Promise.resolve()).then(work)
    turns.set(product, turn)
    return turn
  }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), async (steps) => {
      await Promise.all(
        steps.map(async ({ product, action, startMs, pauseMs }) => {
          await delay(startMs)
          if (action === 'read' || action === 'readInWrite') {
            const least = kept.get(product) ?? 0
            const run = action === 'read' ? read : write
            const seen = (await run(() => price(product, pauseMs))) ?? 0
            reads += 1
            expect(seen).toBeGreaterThanOrEqual(least)
            expect(seen % 2).toBe(0)
            return
          }
          await inTurn(product, async () => {
            next += 1
            // What is undone is odd, so nobody may ever be given it.
            const cents = next * 2 + (action === 'undone' ? 1 : 0)
            await write(async () => {
              await setPrice(product, cents)
              await delay(pauseMs)
              if (action === 'undone') throw new Error('undone')
            }).catch(() => undefined)
            if (action === 'set') kept.set(product, cents)
          })
        }),
      )
    }),
    { numRuns: 60 },
  )
  expect(reads).toBeGreaterThan(500)
})

test('other processes forget it too, also what they were loading', async () => {
  const other = await openShop({ database, background: true })
  await shopApp.write(() => shopApp.setPrice('brick', 100))
  await until(async () => expect(await other.read(() => other.price('brick'))).toBe(100))
  for (let cents = 101; cents < 111; cents += 1) {
    const loading = other.read(() => other.price('brick', 15))
    await shopApp.write(() => shopApp.setPrice('brick', cents))
    await loading
    await until(async () => expect(await other.read(() => other.price('brick', 5))).toBe(cents))
  }
  await other.close()
})
