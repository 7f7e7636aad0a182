import { defineRule } from '../../rule.ts'
import { wordsOf } from './ddl.ts'

/** What is lost, or missed by the release that still runs, by the way its statement reads. */
const losses: readonly (readonly [RegExp, string])[] = [
  [/^drop (?:table|materialized view|sequence|type|domain)\b/, 'drops'],
  [/^truncate\b/, 'empties'],
  [/^alter table .*\bdrop (?:column )?(?!constraint\b|not\b|default\b|identity\b|expression\b)/, 'drops a column of'],
  [/^alter table .*\brename (?:column |to )/, 'renames'],
  [/^delete from (?!.*\bwhere\b)/, 'empties'],
]

/** ASH741: a statement that loses data, or takes away what a running release uses. */
export const destructiveMigration = defineRule({
  code: 'ASH741',
  title: 'A migration that takes something away',
  family: 'data',
  level: 'warning',
  cause:
    'What is dropped cannot be brought back, and the release that runs until this one has started still asks for it.',
  remedy: 'First release code that no longer uses it; take it away in a later one, with a backup.',
  fix: { none: 'Only people know whether the data is still wanted.' },
  *check({ modules }) {
    for (const { id, migrations } of modules) {
      for (const { path, name, statements, locate } of migrations) {
        for (const statement of statements ?? []) {
          const text = wordsOf(statement).join(' ')
          const verb = losses.find(([pattern]) => pattern.test(text))?.[1]
          if (verb === undefined) continue
          const { line, column } = locate({ start: statement.start, end: statement.start })
          const [first = ''] = statement.text.split('\n')
          yield {
            place: { file: path, line, column },
            message: `${name} ${verb} something that may hold data or be in use: ${first}.`,
            modules: id === undefined ? [] : [id],
          }
        }
      }
    }
  },
})
