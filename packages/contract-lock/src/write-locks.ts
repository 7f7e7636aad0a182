import type { ContractReport, ContractsReport } from './check-contracts.ts'
import { writeLock } from './lock/write-lock.ts'

export interface WrittenLocks {
  /** The modules whose locks were written. */
  readonly written: readonly ContractReport[]
  /** Those whose locks were left alone, because the version is too low or the contract or the lock cannot be read. */
  readonly refused: readonly ContractReport[]
}

/** Codes that a new lock is the answer to. */
const answered = new Set(['ASH880', 'ASH881'])

/**
 * Writes the locks that are not up to date.
 *
 * Changes under the locked version are kept as its unreleased ones. A lock is never written for a raised version that does
 * not carry them.
 */
export function writeLocks({ modules }: ContractsReport): WrittenLocks {
  const errors = (report: ContractReport) => report.findings.filter(({ level }) => level === 'error')
  const refused = modules.filter((report) => errors(report).some(({ code }) => !answered.has(code)))
  const written = modules.filter((report) => errors(report).length > 0 && !refused.includes(report))
  for (const { lockFile, surface, version, unreleased } of written) {
    if (surface) writeLock(lockFile, surface, { version, unreleased })
  }
  return { written, refused }
}
