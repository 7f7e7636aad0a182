/** Foreign keys of rows that are kept when they are deleted. */
import * as kit from 'drizzle-kit/api-postgres'
import { expect, test } from 'vitest'
import { diffModule } from '../diff/index.ts'
import { moduleSchema, newId, softDeletable, typeidColumn } from '../index.ts'
import { code } from './shop.ts'

const shop = moduleSchema('shop')
const columns = (prefix: string) => ({ id: typeidColumn(prefix).primaryKey().default(newId) })
const removed = shop.table('removed', columns('rem'))
const kept = shop.table('kept', { ...columns('kep'), ...softDeletable() })
const child = (of: typeof removed | typeof kept, rules: object, onDelete?: 'cascade' | 'set null') =>
  shop.table('child', {
    ...columns('chi'),
    ...rules,
    parentId: typeidColumn('par', 'parent_id').references(() => of.id, onDelete === undefined ? {} : { onDelete }),
  })
const diff = (...tables: readonly object[]) =>
  diffModule({
    module: 'shop',
    tables: { shop, ...Object.fromEntries(tables.map((table, i) => [`t${i}`, table])) },
    kit,
  })

test('a row that is kept may not follow one that is removed, for it would refer to nothing', async () => {
  await expect(diff(removed, child(removed, softDeletable(), 'cascade'))).rejects.toEqual(code('ASH572'))
})

test.each([
  ['a parent that is kept too', [kept, child(kept, softDeletable(), 'cascade')]],
  ['a child that is removed', [removed, child(removed, {}, 'cascade')]],
  ['a key that is emptied', [removed, child(removed, softDeletable(), 'set null')]],
  ['a key that holds its parent', [removed, child(removed, softDeletable())]],
])('%s is no danger', async (_what, tables) => {
  expect(await diff(...tables)).toMatchObject({ status: 'changed' })
})
