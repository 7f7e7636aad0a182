/** A diagnosis for a person at a terminal. */
import { styleText } from 'node:util'
import type { Diagnosis } from '../diagnose.ts'
import type { Finding, Level } from '../finding.ts'

const colours = { error: 'red', warning: 'yellow', hint: 'cyan' } as const satisfies Record<Level, string>
const levels: readonly Level[] = ['error', 'warning', 'hint']

/** Findings by file, each with its remedy below it, and the totals in the last line. */
export function formatText({ project, findings, passed }: Diagnosis): string {
  const known = passed.length > 0 ? ` ${passed.length} known let pass.` : ''
  const seen = `${project.files.size} files of ${count(project.modules.length, 'module')}`
  return [...formatFindings(findings), `${formatTotals(findings)} in ${seen}.${known}`].join('\n\n')
}

/** A block a file. */
export function formatFindings(findings: readonly Finding[]): string[] {
  const files = Map.groupBy(findings, ({ place }) => place.file)
  return [...files].map(([file, found]) => [styleText('underline', file), ...found.map(formatFinding)].join('\n'))
}

function formatFinding({ place, level, code, message, remedy, fix }: Finding): string {
  const where = `${place.line}:${place.column}`.padEnd(8)
  const label = styleText(colours[level], level.padEnd(7))
  const repairable = fix ? styleText('green', ' (--fix repairs it)') : ''
  return `  ${where}${label}  ${styleText('bold', code)}  ${message}\n${' '.repeat(19)}→ ${remedy}${repairable}`
}

/** `2 errors and 1 warning`; `Nothing found` without any. */
export function formatTotals(findings: readonly Finding[]): string {
  const parts = levels.flatMap((level) => {
    const found = findings.filter((finding) => finding.level === level).length
    return found === 0 ? [] : [count(found, level)]
  })
  return parts.length === 0 ? 'Nothing found' : parts.join(' and ')
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
