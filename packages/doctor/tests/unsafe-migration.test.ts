/** Which statements of a migration hold others up, and which only look like it. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { diagnose } from '@ashlar/doctor'
import { expect, test } from 'vitest'
import { createFixture } from './fixture.ts'

async function codesOf(sql: string): Promise<string[]> {
  await using fixture = await createFixture()
  await writeFile(join(fixture.folder, 'modules/orders/migrations/0002_change.sql'), sql)
  return (await diagnose({ folder: fixture.folder })).findings.map(({ code }) => code)
}

const table = '"orders"."order"'

test.each([
  `CREATE UNIQUE INDEX "x" ON ${table} ("quantity")`,
  `ALTER TABLE ${table} ADD COLUMN "x" integer NOT NULL`,
  `ALTER TABLE ${table} ADD "x" integer NOT NULL, ADD "y" integer DEFAULT 0`,
  `ALTER TABLE ${table} ALTER COLUMN "quantity" SET NOT NULL`,
  `ALTER TABLE ${table} ALTER COLUMN "quantity" TYPE bigint USING "quantity"::bigint`,
  `ALTER TABLE ${table} ADD CONSTRAINT "x" CHECK ("quantity" > 0)`,
  `ALTER TABLE ${table} ADD CONSTRAINT "x" UNIQUE ("product_id")`,
  `LOCK TABLE ${table}`,
  `VACUUM FULL ${table}`,
])('%s holds others up', async (sql) => {
  expect(await codesOf(`${sql};`)).toEqual(['ASH740'])
})

test.each([
  `CREATE INDEX CONCURRENTLY "x" ON ${table} ("quantity")`,
  `ALTER TABLE ${table} ADD COLUMN "x" integer`,
  `ALTER TABLE ${table} ADD COLUMN "x" integer NOT NULL DEFAULT 0`,
  `ALTER TABLE ${table} ADD COLUMN "x" integer DEFAULT 0 NOT NULL`,
  `ALTER TABLE ${table} ADD CONSTRAINT "x" CHECK ("quantity" > 0) NOT VALID`,
  `ALTER TABLE ${table} VALIDATE CONSTRAINT "x"`,
  `ALTER TABLE ${table} ADD CONSTRAINT "x" UNIQUE USING INDEX "y"`,
  `ALTER TABLE ${table} ALTER COLUMN "quantity" DROP NOT NULL`,
  `ALTER TABLE ${table} ALTER COLUMN "quantity" SET DEFAULT 1`,
  `COMMENT ON TABLE ${table} IS 'drop table; create index on it'`,
  `CREATE TABLE "orders"."new" ("a" int); CREATE INDEX "x" ON "orders"."new" ("a")`,
  `UPDATE ${table} SET "quantity" = 1 WHERE "quantity" = 0`,
])('%s holds nobody up', async (sql) => {
  expect(await codesOf(`${sql};`)).toEqual([])
})

test.each([
  [`DROP TABLE ${table}`, 'ASH741'],
  [`TRUNCATE ${table}`, 'ASH741'],
  [`ALTER TABLE ${table} RENAME COLUMN "quantity" TO "amount"`, 'ASH741'],
  [`ALTER TABLE ${table} RENAME TO "purchase"`, 'ASH741'],
  [`DELETE FROM ${table}`, 'ASH741'],
  [`ALTER TABLE ${table} ADD CONSTRAINT "x" FOREIGN KEY ("quantity") REFERENCES ${table} ("id") NOT VALID`, 'ASH743'],
])('%s is %s', async (sql, code) => {
  expect(await codesOf(`${sql};`)).toEqual([code])
})
