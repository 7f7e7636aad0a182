import type { Letter } from '../contract.ts'

/** A letter as it is handed over. */
export interface PostedLetter extends Letter {
  /** The same whenever this letter is handed over. */
  readonly id: string
  readonly date: Date
}

/** Takes letters to where they are read. */
export interface Transport {
  /** Resolves once the letter is somebody else's to deliver. */
  handOver(letter: PostedLetter): Promise<void>
  close(): void
}
