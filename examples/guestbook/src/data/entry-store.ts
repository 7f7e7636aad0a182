import type { ModuleDatabase } from 'ashlar/data'
import { desc, eq } from 'ashlar/drizzle'
import type { EntryStore } from '../domain/entries.ts'
import { entry } from './tables.ts'

/** The entries, in their table. */
export function createEntryStore(db: ModuleDatabase): EntryStore {
  return {
    async listNewest(limit) {
      const rows = await db.select().from(entry).orderBy(desc(entry.signedAt), desc(entry.id)).limit(limit)
      return rows.map((row) => ({ ...row, signedAt: row.signedAt.toISOString() }))
    },
    async add(added) {
      const [row] = await db.insert(entry).values(added).returning({ id: entry.id })
      if (!row) throw new TypeError('An insert of an entry returned no row.')
      return row.id
    },
    remove: async (id) => (await db.delete(entry).where(eq(entry.id, id)).returning({ id: entry.id })).length > 0,
  }
}
