/** A shop whose tables have every rule there is, and work in it as its modules do theirs. */
import { integer, text } from 'drizzle-orm/pg-core'
import { expect } from 'vitest'
import {
  audited,
  moduleSchema,
  moneyColumn,
  newId,
  purging,
  softDeletable,
  tenantOwned,
  timestamps,
  typeidColumn,
  versioned,
} from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { createDatabase, type DetachedOptions, runDetached } from '../runtime.ts'
import { createMigratedDatabase } from './migrated-database.ts'
import type { TestDatabase } from './test-database.ts'

export const schema = moduleSchema('shop')
export const order = schema.table('order', {
  id: typeidColumn('ord').primaryKey().default(newId),
  ...tenantOwned(),
  ...softDeletable(),
  ...audited({ secret: ['token'], omit: ['views'] }),
  ...versioned(),
  number: integer('number').notNull().unique(),
  note: text('note').notNull().default(''),
  token: text('token'),
  views: integer('views').notNull().default(0),
})
export const line = schema.table('line', {
  id: typeidColumn('lin').primaryKey().default(newId),
  ...tenantOwned(),
  orderId: typeidColumn('ord', 'order_id').notNull(),
  pieces: integer('pieces').notNull(),
})
export const country = schema.table('country', {
  id: typeidColumn('cty').primaryKey().default(newId),
  ...softDeletable(),
  code: text('code').notNull().unique(),
})
export const parcel = schema.table('parcel', {
  number: integer('number').notNull(),
  part: integer('part').notNull(),
  worth: moneyColumn().notNull(),
  ...timestamps(),
})

export const db = createModuleDatabase({ module: 'shop', otherSchemas: [] })

export const here = '00000000-0000-7000-8000-000000000001'
export const there = '00000000-0000-7000-8000-000000000002'

/** An error with a code. */
export const code = (value: string) => expect.objectContaining({ code: value })

/** Adds an order of the tenant at work. */
export const add = async (number: number): Promise<void> => {
  await db.insert(order).values({ number })
}

/** The numbers of the orders that the work at hand sees. */
export const numbers = async (): Promise<number[]> =>
  (await db.select({ number: order.number }).from(order).orderBy(order.number)).map(({ number }) => number)

export interface Shop {
  readonly store: TestDatabase
  /** The app's role. */
  readonly role: string
  /** Does work as Ada, for the first tenant unless it is told otherwise. */
  readonly run: <Result>(work: () => Promise<Result>, options?: DetachedOptions) => Promise<Result>
  /** What is noted of orders, of one operation or of all. */
  readonly findChanges: (operation?: string) => Promise<Record<string, unknown>[]>
  /** Removes all rows, and what was noted of them. */
  readonly empty: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Opens the shop in a database of its own. */
export async function openShop(): Promise<Shop> {
  const tables = { schema, order, line, country, parcel }
  const { store, role, appUrl, drop } = await createMigratedDatabase({ module: 'shop', tables })
  const database = createDatabase({ appUrl })
  const run: Shop['run'] = (work, options = { tenant: here }) =>
    runDetached(database, work, { actor: { id: 'ada' }, ...options })
  return {
    store,
    role,
    run,
    findChanges: (operation) =>
      store.query(
        `select operation, before, after, secret, actor, tenant_id from ashlar.change
         where table_name = 'order' and operation = coalesce($1, operation) order by id`,
        [operation],
      ),
    empty: async () => {
      for (const tenant of [here, there]) {
        await run(
          async () => {
            await purging(() => db.delete(order))
            await db.delete(line)
          },
          { tenant },
        )
      }
      await run(async () => {
        await purging(() => db.delete(country))
        await db.delete(parcel)
      })
      await store.query('truncate ashlar.change')
    },
    close: async () => {
      await database.close()
      await drop()
    },
  }
}
