/** No query that a tenant's work may send reveals or changes another tenant's rows, and no connection carries a tenant on. */
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createModuleDatabase } from '../module-database.ts'
import { createDatabase, type Database, runDetached } from '../runtime.ts'
import { type BooksDatabase, createBooks } from './books.ts'
import { randomQueries, type Tenants } from './random-queries.ts'

const release = process.env.PROOF_TIER === 'R'
const queries = release ? 20_000 : 2_000
const limitMs = release ? 3_600_000 : 180_000

const own = '00000000-0000-7000-8000-00000000000a'
const other = '00000000-0000-7000-8000-00000000000b'
const tenants: Tenants = { own, other, canary: 'canary of the other', otherRow: '00000000-0000-7000-8000-0000000000ff' }
const db = createModuleDatabase({ module: 'books', otherSchemas: ['ashlar'] })

let books: BooksDatabase
let database: Database

beforeAll(async () => {
  books = await createBooks()
  database = createDatabase({ appUrl: books.appUrl, poolSize: 5 })
  for (const table of ['entry', 'bill']) {
    await books.asAll(
      `insert into books.${table} (tenant_id, number, note, id)
       select $1, n, $2 || n, case n when 1 then $3 else ashlar.uuidv7() end from generate_series(1, 6) as n`,
      [other, tenants.canary, tenants.otherRow],
    )
  }
  await sowOwn()
  await books.store.query('analyze books.entry; analyze books.bill')
})
afterAll(async () => {
  await database.close()
  await books.drop()
})

/** Brings the own rows back to what they were. */
async function sowOwn(): Promise<void> {
  await books.asAll(`begin;
    set local ashlar.deleted = 'purged';
    delete from books.entry where tenant_id = '${own}';
    delete from books.bill where tenant_id = '${own}';
    insert into books.entry (tenant_id, number, note) select '${own}', n, 'own' || n from generate_series(1, 4) as n;
    insert into books.bill (tenant_id, number, note) select '${own}', n, 'own' || n from generate_series(1, 4) as n;
    commit`)
}

const rowsOfOther = () =>
  books.asAll(
    `select (select jsonb_agg(e order by id) from books.entry as e where tenant_id = $1) as entries,
       (select jsonb_agg(b order by id) from books.bill as b where tenant_id = $1) as bills,
       (select count(*)::int from books.entry where tenant_id not in ($1, $2)) as strays`,
    [other, own],
  )

/** An error as far as it can be told: what a log might show. */
function tellError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const facts = Object.fromEntries(Object.entries(error).filter(([, value]) => typeof value !== 'function'))
  return `${error.message} ${JSON.stringify(facts)} ${error.cause === undefined ? '' : tellError(error.cause)}`
}

test(
  `random queries of a tenant reveal and change nothing of another's, n = ${queries}`,
  async () => {
    const before = await rowsOfOther()
    expect(before).toMatchObject([{ entries: { length: 6 }, bills: { length: 6 }, strays: 0 }])
    let answered = 0
    await fc.assert(
      fc.asyncProperty(randomQueries(tenants), async ({ text, changes }) => {
        const told = await runDetached(database, async () => db.execute(sql.raw(text)), { tenant: own }).then(
          ({ rows }) => {
            answered += 1
            return JSON.stringify(rows)
          },
          tellError,
        )
        expect(told).not.toContain(tenants.canary)
        // Only a row of the other divides by nothing.
        expect(told).not.toContain('division by zero')
        if (!changes) return
        expect(await rowsOfOther()).toEqual(before)
        await sowOwn()
      }),
      { numRuns: queries },
    )
    // Most of them have to be queries that PostgreSQL answers, or little would have been shown.
    expect(answered / queries).toBeGreaterThan(0.5)
  },
  limitMs,
)
