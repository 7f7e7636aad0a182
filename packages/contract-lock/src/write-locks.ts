import type { ContractReport, ContractsReport } from './check-contracts.ts'
import { writeLock } from './lock/write-lock.ts'

export interface WrittenLocks {
  /** The modules whose locks were written. */
  readonly written: readonly ContractReport[]
  /** Those whose locks were left alone, because the version is too low or the contract or the lock cannot be read. */
  readonly refused: readonly ContractReport[]
  /** The report without the findings that a new lock is the answer to. */
  readonly remaining: ContractsReport
}

/** The codes of those findings. */
const answered = new Set(['ASH880', 'ASH881'])

/**
 * Writes the locks that are not up to date.
 *
 * Changes under the locked version are kept as its unreleased ones. A lock is never written for a raised version that does
 * not carry them.
 */
export function writeLocks({ root, modules }: ContractsReport): WrittenLocks {
  const remaining = modules.map((report) => ({
    ...report,
    findings: report.findings.filter(({ code }) => !answered.has(code)),
  }))
  const refused = remaining.filter(({ findings }) => findings.some(({ level }) => level === 'error'))
  const written = remaining.filter(
    (report, index) => !refused.includes(report) && report.findings.length < (modules[index]?.findings.length ?? 0),
  )
  for (const { lockFile, surface, version, unreleased } of written) {
    if (surface) writeLock(lockFile, surface, { version, unreleased })
  }
  return { written, refused, remaining: { root, modules: remaining } }
}
