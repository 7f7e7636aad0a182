/** What a change of a file made of the findings, for a person at a terminal. */
import { styleText } from 'node:util'
import type { ChangedDiagnosis } from '../watch/watch-project.ts'
import { formatFindings, formatTotals } from './format-text.ts'

/** What appeared, what is gone, and how much there is now. */
export function formatChange({ diagnosis, cause, durationMs, appeared, gone }: ChangedDiagnosis): string {
  const cured = gone.map(
    ({ code, place, message }) => `${styleText('green', '✓')} ${place.file}  ${styleText('bold', code)}  ${message}`,
  )
  const blocks = [
    styleText('dim', `${cause} changed (${Math.round(durationMs)} ms)`),
    ...formatFindings(appeared),
    ...(cured.length > 0 ? [['Gone:', ...cured].join('\n')] : []),
  ]
  return [...blocks, `${formatTotals(diagnosis.findings)}.`].join('\n\n')
}
