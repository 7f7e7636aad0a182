import { AsyncResource } from 'node:async_hooks'
import { eq, sql } from 'drizzle-orm'
import { integer, text } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { RequestScope, runInScope } from '../../scope/request-scope.ts'
import { afterCommit, bookkeeping, moduleSchema, savepoint } from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { createDatabase, type Database, runDetached, runUnitOfWork } from '../runtime.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

const item = moduleSchema('shop').table('item', {
  id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
  name: text('name').notNull().unique(),
})
const db = createModuleDatabase({ module: 'shop', otherSchemas: ['billing'] })

let store: TestDatabase
let database: Database
const reported: unknown[] = []

beforeAll(async () => {
  store = await createTestDatabase()
  await store.query('create schema shop')
  await store.query(
    'create table shop.item (id int primary key generated always as identity, name text not null unique)',
  )
  database = createDatabase({
    appUrl: store.url,
    poolSize: 4,
    onBackgroundError: (error) => reported.push(error),
  })
})

afterAll(async () => {
  await database.close()
  await store.drop()
})

beforeEach(async () => {
  await store.query('delete from shop.item')
  reported.length = 0
})

const names = async () => (await store.query('select name from shop.item order by name')).map(({ name }) => name)
const add = (name: string) => db.insert(item).values({ name })
const code = (value: string) => expect.objectContaining({ code: value })
const reading = <Result>(work: () => Promise<Result>) => runDetached(database, work, { readOnly: true })
const writing = <Result>(work: () => Promise<Result>) => runDetached(database, work)

test('what the work did is kept when it resolves and undone when it throws', async () => {
  await writing(async () => {
    await add('kept')
  })
  await expect(
    writing(async () => {
      await add('undone')
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')

  expect(await names()).toEqual(['kept'])
})

test('without a statement no connection is taken', async () => {
  const idle = createDatabase({ appUrl: store.url })
  await runDetached(idle, async () => 'hashed')

  expect(idle.use().units.total).toBe(0)
  await idle.close()
})

test('a statement outside of a unit of work is refused', async () => {
  await expect(add('nowhere').execute()).rejects.toEqual(code('ASH407'))
})

test('a unit of work of one scope does not reach into another', async () => {
  await writing(async () => {
    const other = new RequestScope({ id: 'other', readOnly: false })
    await expect(runInScope(other, async () => add('elsewhere'))).rejects.toEqual(code('ASH407'))
  })
})

test('work inside the same scope joins its unit of work', async () => {
  const scope = new RequestScope({ id: 'request', readOnly: false })
  await expect(
    runUnitOfWork(database.units, scope, async () => {
      await runUnitOfWork(database.units, scope, async () => {
        await add('inner')
      })
      throw new Error('outer fails')
    }),
  ).rejects.toThrow('outer fails')

  expect(await names()).toEqual([])
})

test('parallel statements share the transaction in the order of their calls', async () => {
  const rows = await writing(async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => add(`n${i}`).execute()))
    return db.select().from(item).orderBy(item.id)
  })

  expect(rows.map(({ name }) => name)).toEqual(Array.from({ length: 20 }, (_, i) => `n${i}`))
})

test('a statement still running when the work throws is undone with the rest', async () => {
  await expect(
    writing(async () => {
      await add('first')
      const slow = db.execute(sql`select pg_sleep(0.05)`).then(() => undefined)
      slow.catch(() => undefined)
      throw new Error('impatient')
    }),
  ).rejects.toThrow('impatient')

  expect(await names()).toEqual([])
  expect(database.use().units.idle).toBe(database.use().units.total)
})

test('a statement after the end is refused', async () => {
  let late: (() => Promise<unknown>) | undefined
  await writing(async () => {
    await add('in time')
    late = AsyncResource.bind(() => add('late').execute())
  })

  await expect(late?.()).rejects.toEqual(code('ASH408'))
  expect(await names()).toEqual(['in time'])
})

test('actor and request are known inside the transaction, also an actor who is found later, and leave with it', async () => {
  const scope = new RequestScope({ id: "o'request\\", readOnly: false })
  const whoAmI = () =>
    db.execute(sql`select current_setting('ashlar.actor') actor, current_setting('ashlar.request') request`)

  const seen = await runUnitOfWork(database.units, scope, async () => {
    const visitor = await whoAmI()
    scope.actor = { id: 'user\0_7' }
    const user = await whoAmI()
    return [visitor.rows[0], user.rows[0]]
  })

  expect(seen).toEqual([
    { actor: '', request: "o'request\\" },
    { actor: 'user_7', request: "o'request\\" },
  ])
})

test('a GET cannot write', async () => {
  const refusal = reading(async () => add('sneaky').execute())

  await expect(refusal).rejects.toEqual(code('ASH413'))
  await expect(refusal).rejects.toThrow('the INSERT of module "shop" was refused')
  expect(await names()).toEqual([])
})

test('a GET cannot lift its own restriction', async () => {
  await expect(reading(async () => db.execute(sql`set transaction read write`))).rejects.toEqual(code('ASH432'))
})

test('names without a schema do not reach tables', async () => {
  await expect(reading(async () => db.execute(sql`select * from item`))).rejects.toEqual(code('ASH459'))
})

test('the error of a broken rule names the table and never the value', async () => {
  const refusal = writing(async () => {
    await add('ada@example.com')
    await add('ada@example.com')
  })

  await expect(refusal).rejects.toMatchObject({
    code: 'ASH414',
    status: 409,
    message: 'There is already a row like this in shop.item (item_name_key). Use another value. [ASH414]',
  })
})

test('a caught failure outside of a savepoint fails the unit instead of losing its work in silence', async () => {
  await expect(
    writing(async () => {
      await add('a')
      await add('a').catch(() => undefined)
    }),
  ).rejects.toEqual(code('ASH411'))
  await expect(
    writing(async () => {
      await add('a')
      await add('a').catch(() => undefined)
      await add('b')
    }),
  ).rejects.toMatchObject({ code: 'ASH412', cause: { code: 'ASH414' } })

  expect(await names()).toEqual([])
})

test('a savepoint undoes its own part and the rest is kept', async () => {
  await writing(async () => {
    await add('before')
    await expect(
      savepoint(async () => {
        await add('inside')
        await add('before')
      }),
    ).rejects.toEqual(code('ASH414'))
    await savepoint(() => add('second').execute())
    await add('after')
  })

  expect(await names()).toEqual(['after', 'before', 'second'])
})

test('sibling savepoints and statements beside them do not disturb each other', async () => {
  await writing(async () => {
    await Promise.allSettled([
      savepoint(async () => {
        await add('a1')
        await db.execute(sql`select pg_sleep(0.01)`)
        throw new Error('a fails')
      }),
      add('beside').execute(),
      savepoint(async () => {
        await add('b1')
        await savepoint(() => add('b2').execute())
      }),
      add('beside too').execute(),
    ])
  })

  expect(await names()).toEqual(['b1', 'b2', 'beside', 'beside too'])
})

test('a savepoint that is not awaited undoes everything', async () => {
  let inner: Promise<unknown> = Promise.resolve()
  await expect(
    writing(async () => {
      await add('lost')
      inner = savepoint(async () => {
        await db.execute(sql`select pg_sleep(0.02)`)
        await add('too late')
      })
      inner.catch(() => undefined)
      await new Promise((resolve) => setImmediate(resolve))
    }),
  ).rejects.toEqual(code('ASH410'))

  await expect(inner).rejects.toEqual(code('ASH408'))
  expect(await names()).toEqual([])
})

test('an actor set inside an undone savepoint is set again after it', async () => {
  const scope = new RequestScope({ id: 'r', readOnly: false })
  const actor = await runUnitOfWork(database.units, scope, async () => {
    await add('x')
    await savepoint(async () => {
      scope.actor = { id: 'late' }
      await add('y')
      throw new Error('undo')
    }).catch(() => undefined)
    return (await db.execute(sql`select current_setting('ashlar.actor') actor`)).rows[0]
  })

  expect(actor).toEqual({ actor: 'late' })
})

test('follow-ups run after the commit, in a transaction of their own, unless their part was undone', async () => {
  await writing(async () => {
    await add('order')
    afterCommit(async () => {
      await add('mail')
    })
    await savepoint(async () => {
      afterCommit(() =>
        add('never')
          .execute()
          .then(() => undefined),
      )
      throw new Error('undo')
    }).catch(() => undefined)
    afterCommit(() => {
      throw new Error('follow-up fails')
    })
  })
  await expect.poll(names).toEqual(['mail', 'order'])
  await expect.poll(() => reported).toEqual([expect.objectContaining({ message: 'follow-up fails' })])
})

test('follow-ups of undone work do not run', async () => {
  let ran = false
  await writing(async () => {
    afterCommit(() => {
      ran = true
    })
    throw new Error('no')
  }).catch(() => undefined)

  expect(ran).toBe(false)
})

test('bookkeeping survives the rollback, may write on a GET, and knows the actor', async () => {
  const scope = new RequestScope({ id: 'r', readOnly: true, actor: { id: 'ada' } })
  await expect(
    runUnitOfWork(database.units, scope, async () => {
      const { rows } = await bookkeeping(async () => {
        await bookkeeping(() => add('touched').execute())
        return db.execute(sql`select current_setting('ashlar.actor') actor`)
      })
      expect(rows).toEqual([{ actor: 'ada' }])
      throw new Error('refused')
    }),
  ).rejects.toThrow('refused')

  expect(await names()).toEqual(['touched'])
})

test('prepared statements stay bounded while every statement works', async () => {
  await store.query(
    'create function shop.prepared() returns int language sql return (select count(*)::int from pg_prepared_statements)',
  )
  await writing(async () => {
    await add('one')
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 300; i++) {
        const { rows } = await db.execute(sql.raw(`select ${i}::int + count(*)::int as n from shop.item`))
        expect(rows).toEqual([{ n: i + 1 }])
      }
    }
    const { rows } = await db.execute(sql`select shop.prepared() as n`)
    expect(rows[0]?.n).toBeLessThanOrEqual(257)
  })
})

test('a prepared statement survives the failure of its first run and a change of its table', async () => {
  const byName = db.select().from(item).where(eq(item.name, 'x')).prepare('byName')
  await store.query('alter table shop.item rename to item_away')
  for (let i = 0; i < 3; i++) await expect(reading(() => byName.execute())).rejects.toEqual(code('ASH424'))
  await store.query('alter table shop.item_away rename to item')
  for (let i = 0; i < 3; i++) expect(await reading(() => byName.execute())).toEqual([])
  await store.query('alter table shop.item add column extra int')
  expect(await reading(() => byName.execute())).toEqual([])
})

test('a connection that is handed on with a reading transaction open begins anew for the next one', async () => {
  const narrow = createDatabase({ appUrl: store.url, poolSize: 1, onBackgroundError: (error) => reported.push(error) })
  const read = (text: string) =>
    runDetached(
      narrow,
      async () => {
        await db.execute(sql.raw(text))
        return (await db.execute(sql`select current_setting('transaction_read_only') as mode`)).rows
      },
      { readOnly: true },
    )
  const outcomes = await Promise.allSettled([
    read('select 1'),
    read('select 1 / 0'),
    read('select 1'),
    runDetached(narrow, async () => {
      await add('written after readers')
    }),
    read('select 1'),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
  expect(outcomes[2]).toMatchObject({ value: [{ mode: 'on' }] })
  expect(await names()).toEqual(['written after readers'])
  await narrow.close()
  const open = "select count(*)::int as open from pg_stat_activity where state like 'idle in transaction%'"
  expect(await store.query(`${open} and datname = current_database()`)).toEqual([{ open: 0 }])
  expect(reported).toEqual([])
})

test('a transaction that cannot even be begun gives its connection back', async () => {
  const spoilt = new RequestScope({ id: 'x', readOnly: false, actor: { id: 7 as never } })
  for (let tries = 0; tries < 6; tries += 1) {
    await expect(runUnitOfWork(database.units, spoilt, async () => add('never'))).rejects.toMatchObject({
      cause: expect.any(TypeError),
    })
  }

  const { total, idle, waiting } = database.use().units
  expect({ idle, waiting }).toEqual({ idle: total, waiting: 0 })
  expect(await names()).toEqual([])
})
