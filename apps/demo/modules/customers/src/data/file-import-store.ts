import type { ModuleDatabase } from 'ashlar/data'
import { desc, eq } from 'ashlar/drizzle'
import type { FileImportStore, KeptImport } from '../domain/file-import.ts'
import { fileImport } from './tables.ts'

const columns = {
  id: fileImport.id,
  fileName: fileImport.fileName,
  jobId: fileImport.jobId,
  startedAt: fileImport.startedAt,
  finished: fileImport.finished,
  cancelled: fileImport.cancelled,
  added: fileImport.added,
  refused: fileImport.refused,
  refusedLines: fileImport.refusedLines,
}

/** The imports of files, in their table. */
export function createFileImportStore(db: ModuleDatabase): FileImportStore {
  return {
    list: async (limit) =>
      (await db.select(columns).from(fileImport).orderBy(desc(fileImport.id)).limit(limit)).map(toKept),
    async find(id) {
      const [row] = await db.select(columns).from(fileImport).where(eq(fileImport.id, id))
      return row && toKept(row)
    },
    async findContent(id) {
      const [row] = await db.select({ content: fileImport.content }).from(fileImport).where(eq(fileImport.id, id))
      return row?.content ?? undefined
    },
    async insert(file) {
      const [row] = await db.insert(fileImport).values(file).returning({ id: fileImport.id })
      if (!row) throw new TypeError('An insert of an import returned no row.')
      return row.id
    },
    async setJob(id, jobId) {
      await db.update(fileImport).set({ jobId }).where(eq(fileImport.id, id))
    },
    async finish(id, { refused, ...outcome }) {
      await db
        .update(fileImport)
        .set({ ...outcome, refused: [...refused], finished: true, content: null })
        .where(eq(fileImport.id, id))
    },
    async dropContent(id) {
      await db.update(fileImport).set({ content: null }).where(eq(fileImport.id, id))
    },
    async cancel(id) {
      await db.update(fileImport).set({ cancelled: true, content: null }).where(eq(fileImport.id, id))
    },
  }
}

type Row = Omit<KeptImport, 'jobId' | 'startedAt'> & { readonly jobId: string | null; readonly startedAt: Date }

function toKept({ jobId, startedAt, ...row }: Row): KeptImport {
  return { ...row, jobId: jobId ?? '', startedAt: startedAt.toISOString() }
}
