/** A diagnosis as workflow commands of GitHub Actions, which show findings beside the lines of a pull request. */
import type { Diagnosis } from '../diagnose.ts'
import type { Finding, Level } from '../finding.ts'

const commands = { error: 'error', warning: 'warning', hint: 'notice' } as const satisfies Record<Level, string>

/** One command a line, each with file, line, column and title. */
export function formatGithub({ findings }: Diagnosis): string {
  return findings.map(formatFinding).join('\n')
}

function formatFinding({ place, level, code, message, remedy }: Finding): string {
  const properties = { file: place.file, line: place.line, col: place.column, title: code }
  const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  return `::${commands[level]} ${written.join(',')}::${escapeData(`${message} ${remedy}`)}`
}

/** The escapes that the runner undoes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
