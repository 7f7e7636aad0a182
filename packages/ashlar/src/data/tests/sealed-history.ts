/** A shop whose tables note their changes, with the seals over its history in the hands of the test. */
import { integer, text } from 'drizzle-orm/pg-core'
import { expect, vi } from 'vitest'
import { audited, moduleSchema, newId, tenantOwned, typeidColumn } from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import {
  createDatabase,
  type Database,
  type HistoryReport,
  runDetached,
  type SealHead,
  sealHistory,
  verifyHistory,
} from '../runtime.ts'
import { createMigratedDatabase } from './migrated-database.ts'
import type { TestDatabase } from './test-database.ts'

const schema = moduleSchema('shop')
export const order = schema.table('order', {
  id: typeidColumn('ord').primaryKey().default(newId),
  ...tenantOwned(),
  ...audited({ secret: ['token'], keepDays: 30 }),
  number: integer('number').notNull(),
  note: text('note').notNull().default(''),
  token: text('token'),
})
export const country = schema.table('country', {
  id: typeidColumn('cty').primaryKey().default(newId),
  ...audited(),
  code: text('code').notNull(),
})
export const db = createModuleDatabase({ module: 'shop', otherSchemas: [] })

export const here = '00000000-0000-7000-8000-000000000001'
export const there = '00000000-0000-7000-8000-000000000002'

export interface SealedHistory {
  readonly store: TestDatabase
  readonly database: Database
  /** The app's role. */
  readonly role: string
  /** Does work as Ada, for the first tenant unless another is named, or `null` for none. */
  readonly run: <Result>(work: () => Promise<Result>, tenant?: string | null) => Promise<Result>
  /** Adds an order of a tenant: the first unless another is named. */
  readonly add: (number: number, tenant?: string) => Promise<void>
  /** Adds an order and undoes it. */
  readonly addAndUndo: () => Promise<void>
  readonly seal: () => Promise<SealHead | undefined>
  readonly verify: (noted?: SealHead) => Promise<HistoryReport>
  /** Empties the tables and the history, as if nothing had ever been sealed. */
  readonly startOver: () => Promise<void>
  /** A few seals over changes of two tenants and none, with gaps in their numbers. */
  readonly makeHistory: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Opens the shop in a database of its own. */
export async function openSealedHistory(): Promise<SealedHistory> {
  const tables = { schema, order, country }
  const { store, role, appUrl, drop } = await createMigratedDatabase({ module: 'shop', tables, historyDays: 90 })
  const database = createDatabase({ appUrl })
  const run: SealedHistory['run'] = (work, tenant = here) =>
    runDetached(database, work, { actor: { id: 'ada' }, tenant: tenant ?? undefined })
  const add: SealedHistory['add'] = async (number, tenant) => {
    await run(() => db.insert(order).values({ number, token: 's3cret' }), tenant)
  }
  const addAndUndo = () =>
    run(async () => {
      await db.insert(order).values({ number: 0 })
      throw new Error('undone')
    }).catch((error: Error) => {
      if (error.message !== 'undone') throw error
    })
  const seal = () => sealHistory(database.bookkeeping)
  /**
   * Waits until everything has ended that was under way at the last seal, in other databases of the server too: what is forged among its
   * changes can be told from what is new only once a later seal has seen that.
   */
  const othersEnded = () =>
    vi.waitFor(async () => {
      const [state] = await store.query(
        'select pg_snapshot_xmin(pg_current_snapshot()) >= max(begun_before) as ended from ashlar.change_seal having count(*) > 0',
      )
      expect(state?.ended ?? true).toBe(true)
    }, 60_000)
  const startOver = async () => {
    await store.query(`set lock_timeout = '10s'; truncate ashlar.change, ashlar.change_seal, ashlar.change_seal_part, shop."order", shop.country;
    update ashlar.change_head set seal = 0, hash = sha256('ashlar')`)
  }
  return {
    store,
    database,
    role,
    run,
    add,
    addAndUndo,
    seal,
    verify: (noted) => verifyHistory({ ownerUrl: store.url, noted }),
    startOver,
    makeHistory: async () => {
      await startOver()
      for (let round = 0; round < 4; round++) {
        await Promise.all([
          add(round),
          add(round, there),
          addAndUndo(),
          run(() => db.insert(country).values({ code: `c${round}` }), null),
        ])
        await run(async () => db.update(order).set({ note: `round ${round}` }))
        await addAndUndo()
        await othersEnded()
        await seal()
      }
      await add(99)
    },
    close: async () => {
      await database.close()
      await drop()
    },
  }
}
