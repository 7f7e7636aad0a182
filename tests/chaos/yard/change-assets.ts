/** Ways to change audited rows: typed and raw, one and many, kept and undone. */
import { purging, savepoint, withDeleted } from 'ashlar/data'
import { eq, sql } from 'ashlar/drizzle'
import { asset } from './tables.ts'
import type { YardGiven } from './yard.ts'

export const changeKinds = [
  'insert',
  'insert many',
  'update',
  'bulk',
  'raw',
  'delete',
  'restore',
  'purge',
  'partly undone',
] as const
export type ChangeKind = (typeof changeKinds)[number]

type Db = YardGiven['db']

const add = (db: Db, pieces: number) => db.insert(asset).values({ note: 'asset', pieces })

/** Any row, or a new one where there is none. */
async function pick(db: Db) {
  const found = await db.select({ id: asset.id }).from(asset).orderBy(sql`random()`).limit(1)
  const [picked] =
    found.length > 0 ? found : await db.insert(asset).values({ note: 'asset' }).returning({ id: asset.id })
  if (picked === undefined) throw new Error('No asset was made.')
  return picked.id
}

export async function changeAssets(db: Db, kind: ChangeKind): Promise<void> {
  const more = { pieces: sql`pieces + 1` }
  switch (kind) {
    case 'insert':
      await add(db, 1)
      return
    case 'insert many':
      await db.insert(asset).values(Array.from({ length: 5 }, (_, pieces) => ({ note: 'asset', pieces })))
      return
    case 'update':
      await db
        .update(asset)
        .set(more)
        .where(eq(asset.id, await pick(db)))
      return
    case 'bulk':
      await db.update(asset).set(more).where(sql`pieces % 7 = 0`)
      return
    case 'raw':
      await db.execute(
        sql`with some as (select id from yard.asset limit 3) update yard.asset set pieces = pieces + 1 where id in (select id from some)`,
      )
      return
    case 'delete':
      await db.delete(asset).where(eq(asset.id, await pick(db)))
      return
    case 'restore':
      await withDeleted(async () => {
        await db
          .update(asset)
          .set({ deletedAt: null })
          .where(sql`id = (select id from yard.asset where deleted_at is not null limit 1)`)
      })
      return
    case 'purge':
      await purging(async () => {
        await db.delete(asset).where(eq(asset.id, await pick(db)))
      })
      return
    case 'partly undone':
      await add(db, 2)
      await savepoint(async () => {
        await add(db, 3)
        await db
          .update(asset)
          .set(more)
          .where(eq(asset.id, await pick(db)))
        throw new Error('undone')
      }).catch(() => undefined)
  }
}
