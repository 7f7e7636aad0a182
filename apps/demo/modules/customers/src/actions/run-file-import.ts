import type { WriteText } from 'ashlar'
import type { JobContext } from 'ashlar/contract'
import { bookkeeping } from 'ashlar/data'
import { type FileImportId, importLimits, type RefusedLine } from '../contract.ts'
import { longestRow, parseCsv } from '../data/csv-rows.ts'
import type { CustomerStore } from '../domain/customer-store.ts'
import { type FileImportStore, importTries, refusedShown } from '../domain/file-import.ts'
import { type ReadRows, readRows } from '../domain/read-rows.ts'

export interface RunFileImportNeeds {
  readonly imports: FileImportStore
  readonly customers: CustomerStore
  readonly text: WriteText
}

/** As many rows as are written at once. */
const step = 250

/**
 * Adds the customers of a file, all of them or none: with one line that cannot be taken, all such lines are told instead.
 *
 * All of it is one transaction, so that one who cancels, or a process that ends, leaves nothing behind. Once it has failed for
 * the last time, the text is let go of too.
 */
export async function runFileImport(
  needs: RunFileImportNeeds,
  id: FileImportId,
  context: Pick<JobContext, 'attempt' | 'progress' | 'signal'>,
): Promise<void> {
  try {
    await importContent(needs, id, context)
  } catch (cause) {
    if (context.attempt >= importTries) await bookkeeping(() => needs.imports.dropContent(id))
    throw cause
  }
}

async function importContent(
  needs: RunFileImportNeeds,
  id: FileImportId,
  context: Pick<JobContext, 'progress' | 'signal'>,
): Promise<void> {
  const content = await needs.imports.findContent(id)
  if (content === undefined) return
  const { rows, refused } = await readContent(content, needs.text)
  const taken = await checkCodes(needs, rows, context)
  const all = [...refused, ...taken].toSorted((left, right) => left.line - right.line)
  if (all.length === 0) await addRows(needs, rows, context)
  await needs.imports.finish(id, {
    added: all.length === 0 ? rows.length : 0,
    refused: all.slice(0, refusedShown),
    refusedLines: all.length,
  })
}

async function readContent(content: string, text: WriteText): Promise<ReadRows> {
  // One more than may be taken, and the names of the columns: that tells that there are too many.
  const { rows, broken } = await parseCsv(content, importLimits.rows + 2)
  if (broken === undefined) return readRows(rows, text)
  const before = rows.length > 1 ? readRows(rows, text) : { rows: [], refused: [] }
  const reason = broken.tooLong ? text('import.rowTooLong', { most: longestRow }) : text('import.broken')
  return { ...before, refused: [...before.refused, { line: broken.line, reason }] }
}

/** The first half of the way: which codes belong to somebody already. */
async function checkCodes(
  { customers, text }: RunFileImportNeeds,
  rows: ReadRows['rows'],
  { progress, signal }: Pick<JobContext, 'progress' | 'signal'>,
): Promise<RefusedLine[]> {
  const refused: RefusedLine[] = []
  for (let done = 0; done < rows.length; done += step) {
    signal.throwIfAborted()
    const part = rows.slice(done, done + step)
    const known = await customers.findCodes(part.map(({ form }) => form.code))
    for (const { line, form } of part) {
      if (known.has(form.code)) refused.push({ line, reason: text('import.known', { code: form.code }) })
    }
    const checked = done + part.length
    await progress(checked / rows.length / 2, text('import.checked', { done: checked, count: rows.length }))
  }
  return refused
}

/** The second half. */
async function addRows(
  { customers, text }: RunFileImportNeeds,
  rows: ReadRows['rows'],
  { progress, signal }: Pick<JobContext, 'progress' | 'signal'>,
): Promise<void> {
  for (let done = 0; done < rows.length; done += step) {
    signal.throwIfAborted()
    const part = rows.slice(done, done + step)
    await customers.insertMany(part.map(({ form }) => form))
    const added = done + part.length
    await progress(0.5 + added / rows.length / 2, text('import.adding', { done: added, count: rows.length }))
  }
}
