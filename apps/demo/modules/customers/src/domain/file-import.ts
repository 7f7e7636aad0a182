/** A file of customers on its way into the desk. */
import { type JobFacts, typeid } from 'ashlar/contract'
import { z } from 'zod'
import type { FileImport, FileImportId, RefusedLine } from '../contract.ts'

/** What the job is given. */
export const FileImportOrder = z.object({ id: typeid('imp') })

/** What came of a file. With a refused line nothing was added. */
export interface FileImportOutcome {
  readonly added: number
  /** The first of them. */
  readonly refused: readonly RefusedLine[]
  readonly refusedLines: number
}

/** An import as it is kept; the job knows the rest. */
export interface KeptImport extends FileImportOutcome {
  readonly id: FileImportId
  readonly fileName: string
  readonly jobId: string
  readonly startedAt: string
  readonly finished: boolean
  readonly cancelled: boolean
}

/** How often an import is tried. */
export const importTries = 3

/** As many refused lines as a person reads. */
export const refusedShown = 200

type State = FileImport['state']

const jobStates: Readonly<Record<JobFacts['state'], State>> = {
  created: 'waiting',
  retry: 'waiting',
  active: 'running',
  // One that has come to an end says so itself; what is left was tried again without its text.
  completed: 'failed',
  cancelled: 'cancelled',
  failed: 'failed',
}

/** How far an import is. A job that nobody knows any more has not brought it to an end. */
export function stateOf(
  { finished, cancelled, refusedLines }: Pick<KeptImport, 'finished' | 'cancelled' | 'refusedLines'>,
  job: Pick<JobFacts, 'state'> | undefined,
): State {
  if (finished) return refusedLines > 0 ? 'refused' : 'done'
  if (cancelled) return 'cancelled'
  return job ? jobStates[job.state] : 'failed'
}

export interface FileImportStore {
  /** The newest first. */
  list(limit: number): Promise<KeptImport[]>
  find(id: FileImportId): Promise<KeptImport | undefined>
  /** The text of the file; `undefined` when there is no such import, or it has ended. */
  findContent(id: FileImportId): Promise<string | undefined>
  insert(file: { readonly fileName: string; readonly content: string }): Promise<FileImportId>
  setJob(id: FileImportId, jobId: string): Promise<void>
  /** Keeps what came of it, and lets go of the text. */
  finish(id: FileImportId, outcome: FileImportOutcome): Promise<void>
  cancel(id: FileImportId): Promise<void>
  /** Lets go of the text of one that has failed for good. */
  dropContent(id: FileImportId): Promise<void>
}
