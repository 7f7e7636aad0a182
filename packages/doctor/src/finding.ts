/** One coded finding of the doctor, and where it stands. */

/** How much a finding matters: an error fails a check, a warning is told, a hint is told when nothing else is. */
export type Level = 'error' | 'warning' | 'hint'

/** A place in a file of the project. */
export interface Place {
  /** From the root of the project, with `/` between folders. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1, in UTF-16 units. */
  readonly column: number
}

/** A change of a file's text. Offsets are in UTF-16 units of the text that was read. */
export interface Edit {
  readonly file: string
  readonly start: number
  readonly end: number
  readonly text: string
}

/** What a rule reports; the catalogue adds its code, its level and its rule's remedy. */
export interface Report {
  readonly place: Place
  /** What is wrong here, with the names in play. A whole sentence. */
  readonly message: string
  /** What to do here, when it can be said more exactly than the rule says it. A whole sentence. */
  readonly remedy?: string
  /** The modules it is about, the one that must change first. */
  readonly modules?: readonly string[]
  /** Edits that repair it without a decision. */
  readonly fix?: readonly Edit[]
}

export interface Finding extends Report {
  readonly code: string
  readonly level: Level
  readonly remedy: string
  readonly modules: readonly string[]
}
