/** Rules that come and go on tables with rows, and tables that are renamed with theirs. */
import * as kit from 'drizzle-kit/api-postgres'
import { sql } from 'drizzle-orm'
import { text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diffModule, findSnapshot, type RenameAnswer, writeMigration } from '../diff/index.ts'
import { audited, moduleSchema, newId, softDeletable, tenantOwned, typeidColumn, versioned } from '../index.ts'
import { createModuleDatabase } from '../module-database.ts'
import { checkRules, createDatabase, type Database, runDetached } from '../runtime.ts'
import { createMigratedDatabase, type MigratedDatabase } from './migrated-database.ts'
import { here, there } from './shop.ts'

const rules = { tenantOwned, softDeletable, versioned, audited: () => audited({ secret: ['token'] }) }
type Rule = keyof typeof rules

/** A table with some rules. */
function declare(names: readonly Rule[], name = 'patient') {
  const hospice = moduleSchema('hospice')
  const columns = {
    id: typeidColumn('pat').primaryKey().default(newId),
    name: text('name').notNull().unique('patient_name_key'),
    token: text('token'),
    ...(Object.assign({}, ...names.map((rule) => rules[rule]())) as object),
  }
  const table = hospice.table(name, columns, (its) => [
    uniqueIndex('patient_token_key').on(its.token).where(sql`${its.token} <> ''`),
  ])
  return { hospice, table }
}
const all = Object.keys(rules) as Rule[]
const db = createModuleDatabase({ module: 'hospice', otherSchemas: [] })

let migrated: MigratedDatabase
let database: Database

beforeEach(async () => {
  migrated = await createMigratedDatabase({ module: 'hospice', tables: declare(all) })
  database = createDatabase({ appUrl: migrated.appUrl })
  for (const tenant of [here, there]) {
    await runDetached(
      database,
      async () => {
        await db.execute(
          sql`insert into hospice.patient (name, token) values (${`kept ${tenant}`}, ${`a ${tenant}`}), (${`gone ${tenant}`}, ${`b ${tenant}`})`,
        )
        await db.execute(sql`delete from hospice.patient where name like 'gone%'`)
      },
      { tenant },
    )
  }
})
afterEach(async () => {
  await database.close()
  await migrated.drop()
})

/** Brings the database to what tables say now. @returns the statements that lose data. */
async function change(tables: object, answers: readonly RenameAnswer[] = []): Promise<readonly string[]> {
  const snapshot = await findSnapshot('hospice', migrated.folder)
  const diff = await diffModule({ module: 'hospice', tables, snapshot, kit, answers })
  if (diff.status !== 'changed') throw new Error(`The diff is ${diff.status}.`)
  await writeMigration({ module: 'hospice', folder: migrated.folder, title: 'next', ...diff })
  await migrated.migrate()
  expect(await diffModule({ module: 'hospice', tables, snapshot: diff.snapshot, kit })).toEqual({ status: 'unchanged' })
  return diff.losesData
}
const look = () => runDetached(database, () => checkRules(['hospice']), { readOnly: true })
const sound = { problems: [], warnings: [] }
const namesIn = (table = 'patient') =>
  runDetached(
    database,
    async () =>
      (await db.execute<{ name: string }>(sql.raw(`select name from hospice.${table} order by name`))).rows.map(
        ({ name }) => name,
      ),
    { tenant: here },
  )

test.each(all)('%s is taken off a table with rows, and put back', async (rule) => {
  const lost = await change(declare(all.filter((each) => each !== rule)))

  expect(lost).not.toEqual([])
  expect(await look()).toEqual(sound)
  expect(await namesIn()).toEqual(rule === 'tenantOwned' ? [`kept ${here}`, `kept ${there}`] : [`kept ${here}`])
  expect(await change(declare(all))).toEqual([])
  expect(await look()).toEqual(sound)
})

test('all rules are taken off a table, and what was deleted stays away', async () => {
  await change(declare([]))

  expect(await look()).toEqual(sound)
  expect(await namesIn()).toEqual([`kept ${here}`, `kept ${there}`])
  expect(await migrated.store.query(`select name from hospice.patient order by 1`)).toHaveLength(2)
})

test('what was deleted stays away also where one row refers to another', async () => {
  const declareWards = (rule: object) => {
    const hospice = moduleSchema('hospice')
    const ward = hospice.table('ward', { id: uuid('id').primaryKey(), ...rule })
    return {
      hospice,
      ward,
      yard: hospice.table('yard', {
        id: uuid('id')
          .primaryKey()
          .references(() => ward.id),
        ...rule,
      }),
    }
  }
  await change({ ...declare(all), ...declareWards(softDeletable()) })
  await runDetached(database, async () => {
    await db.execute(sql`insert into hospice.ward (id) values (${here}), (${there})`)
    await db.execute(sql`insert into hospice.yard (id) values (${here}), (${there})`)
    await db.execute(sql`delete from hospice.yard where id = ${here}`)
    await db.execute(sql`delete from hospice.ward where id = ${here}`)
  })

  await change({ ...declare(all), ...declareWards({}) })

  for (const table of ['ward', 'yard']) {
    expect(await migrated.store.query(`select id from hospice.${table}`)).toEqual([{ id: there }])
  }
})

test('a table that is renamed keeps its rules, and one that changes them meanwhile gets the new ones', async () => {
  const renamed = (to: string, from: string) =>
    [{ kind: 'table', entity: ['hospice', to], renamedFrom: ['hospice', from] }] as const
  expect(await change(declare(all, 'person'), renamed('person', 'patient'))).toEqual([])
  expect(await look()).toEqual(sound)
  expect(await namesIn('person')).toEqual([`kept ${here}`])

  await change(declare(['tenantOwned', 'audited'], 'guest'), renamed('guest', 'person'))
  expect(await look()).toEqual(sound)
  expect(await namesIn('guest')).toEqual([`kept ${here}`])
})
