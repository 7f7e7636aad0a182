/** What a code means, in words for a terminal. */
import { styleText } from 'node:util'
import { catalogue } from '../catalogue.ts'
import type { RuleDescription } from '../rule.ts'

/** All that is known of a code. */
export function explain({ code, title, family, level, atBoot, cause, remedy, fix }: RuleDescription): string {
  return [
    `${styleText('bold', code)}  ${title}`,
    styleText('dim', `${level}, ${family}${atBoot ? ', stops a production build' : ''}`),
    '',
    cause,
    '',
    `→ ${remedy}`,
    formatFix(fix),
  ].join('\n')
}

function formatFix(fix: RuleDescription['fix']): string {
  if (fix === 'automatic') return '--fix repairs it.'
  return 'where' in fix ? `--fix repairs it where ${fix.where}.` : `--fix leaves it to you: ${fix.none}`
}

/** Every code with its title, by family. */
export function listCodes(): string {
  const families = Map.groupBy(catalogue, ({ family }) => family)
  return [...families]
    .map(([family, rules]) => {
      const lines = rules
        .toSorted((one, other) => (one.code < other.code ? -1 : 1))
        .map(({ code, level, title }) => `  ${code}  ${level.padEnd(7)}  ${title}`)
      return [styleText('bold', family), ...lines].join('\n')
    })
    .join('\n\n')
}
