import type { Entry, EntryId } from '../contract.ts'

/** Where entries are kept. */
export interface EntryStore {
  /** The newest ones, newest first. */
  listNewest(limit: number): Promise<Entry[]>
  add(entry: Pick<Entry, 'author' | 'message'>): Promise<EntryId>
  /** Tells whether there was one. */
  remove(id: EntryId): Promise<boolean>
}

/** As many as one page shows. */
export const shownEntries = 50
