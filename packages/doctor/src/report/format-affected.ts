/** What a change reaches, and why. */
import { styleText } from 'node:util'
import type { Affected, Reached } from '../affected/affected.ts'

/** What `--json` prints of it. */
export interface DescribedAffected extends Pick<Affected, 'modules' | 'tests' | 'totals'> {
  readonly base: string
  /** The commit that changes were counted from. */
  readonly commit: string
  readonly changed: readonly string[]
}

export function describeAffected({ changes, modules, tests, totals }: Affected): DescribedAffected {
  return { base: changes.base, commit: changes.commit, changed: changes.files, modules, tests, totals }
}

/** One line: `4 files changed since main: 2 of 9 modules and 12 of 80 test files are within reach.` */
export function formatReach({ changes, modules, tests, totals }: Affected): string {
  const { length } = changes.files
  if (length === 0) return `Nothing changed since ${changes.base}.`
  return `${length} file${length === 1 ? '' : 's'} changed since ${changes.base}: ${modules.length} of ${totals.modules} modules and ${tests.length} of ${totals.tests} test files are within reach.`
}

/** The line, and below it each module and each file with tests, with the way to what has changed. */
export function formatAffected(affected: Affected): string {
  const lists = [
    ['Modules', affected.modules],
    ['Tests', affected.tests],
  ] as const
  const blocks = lists.flatMap(([title, reached]) =>
    reached.length === 0 ? [] : [[styleText('bold', title), ...reached.map(formatReached)].join('\n')],
  )
  return [formatReach(affected), ...blocks].join('\n\n')
}

function formatReached({ name, way }: Reached): string {
  const steps = way.map(({ how, on }, index) => (index === 0 ? `${how} ${on}` : `which ${how} ${on}`))
  return `  ${name}  ${styleText('dim', steps.join(', ') || 'changed')}`
}
