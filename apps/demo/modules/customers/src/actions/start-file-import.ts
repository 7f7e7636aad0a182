import type { Enqueue, JobDeclaration } from 'ashlar/contract'
import type { FileImportId } from '../contract.ts'
import type { FileImportOrder, FileImportStore } from '../domain/file-import.ts'
import { fileNotText } from '../errors.ts'

export interface StartFileImportNeeds {
  readonly imports: FileImportStore
  readonly enqueue: Enqueue<{ readonly importFile: JobDeclaration<typeof FileImportOrder> }>
}

/**
 * Keeps a file, together with the job that reads it: whichever process runs that finds it.
 *
 * @throws ASH225 when the file is no text in UTF-8.
 */
export async function startFileImport({ imports, enqueue }: StartFileImportNeeds, file: File): Promise<FileImportId> {
  const content = decode(await file.arrayBuffer())
  const id = await imports.insert({ fileName: file.name.slice(0, 200), content })
  const job = await enqueue('importFile', { id })
  if (job === undefined) throw new TypeError('A job that need not be unique was not enqueued.')
  await imports.setJob(id, job)
  return id
}

function decode(bytes: ArrayBuffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Told below.
  }
  throw fileNotText()
}
