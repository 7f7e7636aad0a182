/** Something that is done at times of its own, once however many processes there are. */
export interface Schedule {
  /** Finds in the database which time fired last. */
  readonly id: string
  /** The times after one moment and up to another that are to fire, in order. */
  readonly listDue: (after: Date, until: Date) => Promise<readonly Date[]>
  /** The first time after a moment. */
  readonly findNext: (after: Date) => Promise<Date>
  /** Makes ready what cannot be made ready inside of the transaction. */
  readonly prepare?: () => Promise<unknown>
  /** Does what a time asks for, in the transaction in which the schedule moves on. */
  readonly fire: (at: Date) => Promise<unknown>
}
