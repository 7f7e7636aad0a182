/** What became of contracts, in words for a person. */
import type { ContractReport, ContractsReport, ReportedChange } from '../check-contracts.ts'
import type { LockFinding } from '../findings/finding.ts'

const mostConsumers = 8

/** The changes of every module that has any, then the findings; empty when there is neither. */
export function formatReport({ modules }: ContractsReport): string {
  const changed = modules.filter(({ changes }) => changes.length > 0).map(formatModule)
  const findings = modules.flatMap((module) => module.findings).map(formatFinding)
  return [...changed, ...findings].join('\n\n')
}

function formatModule(report: ContractReport): string {
  const { module, package: name, version, lockedVersion, class: level, releaseClass, requiredVersion } = report
  const all = releaseClass === level ? '' : ` (${releaseClass} with what is locked already)`
  const asks = requiredVersion ? `; the release that carries it is ${requiredVersion} or above` : ''
  const head = `${module} (${name} ${version}): ${level} since ${lockedVersion}${all}${asks}`
  return [head, ...report.changes.map(formatChange)].join('\n')
}

function formatChange({
  class: level,
  surface,
  name,
  message,
  security,
  destructive,
  consumers,
}: ReportedChange): string {
  const marks = [security ? ' [security]' : '', destructive ? ' [loses data]' : ''].join('')
  const shown = consumers.slice(0, mostConsumers).map(({ file, line }) => `         breaks ${file}:${line}`)
  const rest = consumers.length > mostConsumers ? [`         and ${consumers.length - mostConsumers} more`] : []
  return [`  ${level}  ${surface} ${name}: ${message}${marks}`, ...shown, ...rest].join('\n')
}

function formatFinding({ level, code, place, message, remedy }: LockFinding): string {
  return `${place.file}:${place.line}  ${level}  ${message} [${code}]\n  ${remedy}`
}
