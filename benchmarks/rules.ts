/** What tables' own rules cost: reading and writing rows with tenancy, soft deletion, history and versions beside the same without (P10). */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { audited, moduleSchema, newId, softDeletable, tenantOwned, versioned } from 'ashlar/data'
import { diffModule, writeMigration } from 'ashlar/diff'
import { asc, eq, sql } from 'ashlar/drizzle'
import { index, integer, text, uuid } from 'ashlar/drizzle/pg-core'
import { migrate, readMigrations } from 'ashlar/runtime'
import * as kit from 'drizzle-kit/api-postgres'
import pg from 'pg'
import { createModuleDatabase } from '../packages/ashlar/src/data/module-database.ts'
import { createDatabase, runDetached } from '../packages/ashlar/src/data/runtime.ts'
import { median } from './measure.ts'

const schema = moduleSchema('bench_rules')
const plainColumns = () => ({
  id: uuid('id').primaryKey().default(newId),
  number: integer('number').notNull(),
  name: text('name').notNull(),
  city: text('city').notNull(),
  total: integer('total').notNull(),
})
const ruled = schema.table(
  'ruled',
  { ...plainColumns(), ...tenantOwned(), ...softDeletable(), ...audited(), ...versioned() },
  (table) => [index('ruled_number_idx').on(table.tenantId, table.number)],
)
const plain = schema.table('plain', { ...plainColumns(), tenantId: uuid('tenant_id').notNull() }, (table) => [
  index('plain_number_idx').on(table.tenantId, table.number),
])

const tenant = '00000000-0000-7000-8000-00000000000a'
const rounds = 61
const repeats = 25
const storedRows = 5_000

export interface RuleCost {
  readonly select: number
  readonly insert: number
  readonly update: number
}

/** Measures on a database of its own; `appUrl` signs in as a role that owns nothing. */
export async function measureRules(urls: { readonly ownerUrl: string; readonly appUrl: string }): Promise<RuleCost> {
  await prepare(urls)
  const database = createDatabase({ appUrl: urls.appUrl, poolSize: 1 })
  const db = createModuleDatabase({ module: 'bench_rules', otherSchemas: [] })
  const run = <Result>(work: () => Promise<Result>) => runDetached(database, work, { tenant })
  const values = (number: number) => ({ number, name: `Customer ${number}`, city: 'Rotterdam', total: number * 7 })
  const selects = {
    ruled: db
      .select({ id: ruled.id, number: ruled.number, name: ruled.name, city: ruled.city, total: ruled.total })
      .from(ruled)
      .orderBy(asc(ruled.number))
      .limit(50)
      .prepare(''),
    plain: db
      .select({ id: plain.id, number: plain.number, name: plain.name, city: plain.city, total: plain.total })
      .from(plain)
      .where(eq(plain.tenantId, tenant))
      .orderBy(asc(plain.number))
      .limit(50)
      .prepare(''),
  }
  try {
    await run(async () => {
      for (let number = 0; number < storedRows; number += 500) {
        const rows = Array.from({ length: 500 }, (_, i) => values(number + i))
        await db.insert(ruled).values(rows)
        await db.insert(plain).values(rows.map((row) => ({ ...row, tenantId: tenant })))
      }
    })
    await analyze(urls.ownerUrl)
    let next = storedRows
    return {
      select: await compare(
        () => run(async () => selects.ruled.execute()),
        () => run(async () => selects.plain.execute()),
      ),
      insert: await compare(
        () => run(async () => db.insert(ruled).values(values(next++)).execute()),
        () =>
          run(async () =>
            db
              .insert(plain)
              .values({ ...values(next++), tenantId: tenant })
              .execute(),
          ),
      ),
      update: await compare(
        () => run(async () => db.update(ruled).set({ total: next++ }).where(eq(ruled.number, 7)).execute()),
        () =>
          run(async () =>
            db
              .update(plain)
              .set({ total: next++ })
              .where(sql`${plain.tenantId} = ${tenant} and ${plain.number} = 7`)
              .execute(),
          ),
      ),
    }
  } finally {
    await database.close()
  }
}

async function prepare({ ownerUrl, appUrl }: { readonly ownerUrl: string; readonly appUrl: string }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-bench-rules-'))
  try {
    const diff = await diffModule({ module: 'bench_rules', tables: { schema, ruled, plain }, kit })
    if (diff.status === 'changed') await writeMigration({ module: 'bench_rules', folder, title: 'first', ...diff })
    const migrations = await readMigrations('bench_rules', folder)
    const appRole = decodeURIComponent(new URL(appUrl).username)
    await migrate({ ownerUrl, appRole, modules: [{ module: 'bench_rules', version: '1.0.0', migrations }] })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A table in use has statistics; PostgreSQL gathers them by itself within a minute. */
async function analyze(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query('analyze bench_rules.ruled; analyze bench_rules.plain')
  await client.end()
}

/** The median of the ratios of interleaved rounds, after two that warm both up. */
async function compare(ours: () => Promise<unknown>, theirs: () => Promise<unknown>): Promise<number> {
  const ratios: number[] = []
  for (let round = 0; round < rounds + 2; round++) {
    const [mine, other] =
      round % 2 === 0 ? [await time(ours), await time(theirs)] : (await inTurn(theirs, ours)).toReversed()
    if (round >= 2) ratios.push((mine ?? 0) / (other ?? 1))
  }
  return median(ratios)
}

async function inTurn(first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<readonly number[]> {
  return [await time(first), await time(second)]
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  for (let i = 0; i < repeats; i++) await work()
  return performance.now() - startedAt
}
