/** What keeps a contract lock from being in order. */
import type { Finding } from '@ashlar/doctor'

/** A coded finding, and where it stands. */
export type LockFinding = Finding

interface FindingOptions {
  readonly code: string
  readonly level?: 'error' | 'warning'
  readonly file: string
  readonly line?: number
  readonly module: string
  readonly message: string
  readonly remedy: string
}

export function createFinding({
  code,
  level = 'error',
  file,
  line = 1,
  module,
  message,
  remedy,
}: FindingOptions): LockFinding {
  return { code, level, place: { file, line, column: 1 }, modules: [module], message, remedy }
}
