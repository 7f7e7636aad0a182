import type { StatementInText } from 'ashlar/sql'
import type { MigrationModel } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'
import { readTable, tablesMadeBy, wordsOf } from './ddl.ts'

/** What holds everybody else up, and the recipe that does not. */
interface Hazard {
  readonly what: string
  readonly recipe: string
}

/** ASH740: a statement that locks a table which others use. */
export const unsafeMigration = defineRule({
  code: 'ASH740',
  title: 'A migration that holds up who uses the table',
  family: 'data',
  level: 'warning',
  cause: 'While such a statement runs, and while it waits for its lock, every request on the table waits behind it.',
  remedy: 'Take the steps that the finding names; on a table that is always small, let it pass in doctor.json.',
  fix: { none: 'The safe way takes several migrations, which run in several releases.' },
  *check({ modules }) {
    for (const { id, migrations } of modules) {
      for (const migration of migrations) {
        for (const { statement, table, hazard } of listHazards(migration)) {
          const { line, column } = migration.locate({ start: statement.start, end: statement.start })
          yield {
            place: { file: migration.path, line, column },
            message: `${migration.name} ${hazard.what} "${table}", which others may be using.`,
            remedy: hazard.recipe,
            modules: id === undefined ? [] : [id],
          }
        }
      }
    }
  },
})

function* listHazards(migration: MigrationModel) {
  const own = tablesMadeBy(migration)
  for (const statement of migration.statements ?? []) {
    const found = findHazard(statement)
    if (found && !own.has(found.table)) yield { statement, ...found }
  }
}

function findHazard(statement: StatementInText): { readonly table: string; readonly hazard: Hazard } | undefined {
  const words = wordsOf(statement)
  const text = words.join(' ')
  if (/^create (?:unique )?index (?!concurrently)/.test(text)) {
    return { table: readTable(statement.tokens, words.indexOf('on') + 1).table, hazard: indexWithoutConcurrently }
  }
  if (words[0] === 'lock' || /^(?:cluster|vacuum full)\b/.test(text)) {
    return { table: readTable(statement.tokens, words.length > 2 ? 2 : 1).table, hazard: wholeTableLock }
  }
  if (words[0] !== 'alter' || words[1] !== 'table') return undefined
  const { table, next } = readTable(statement.tokens, 2)
  const change = words.slice(next).join(' ')
  const hazard = changes.find(([pattern]) => pattern.test(change))?.[1]
  return hazard && { table, hazard }
}

const indexWithoutConcurrently: Hazard = {
  what: 'makes an index without CONCURRENTLY on',
  recipe: 'Write CREATE INDEX CONCURRENTLY in a migration of its own that begins with -- ashlar: no-transaction.',
}
const wholeTableLock: Hazard = {
  what: 'locks the whole table',
  recipe: 'Leave the lock to the statements that need one, and do the work in small batches.',
}

const changes: readonly (readonly [RegExp, Hazard])[] = [
  [
    /\badd (?:column )?(?!constraint|primary|unique|foreign|check)\S+ (?:(?!,).)*\bnot null\b(?!(?:(?!,).)*\bdefault\b)(?<!\bdefault\b(?:(?!,).)*)/,
    {
      what: 'adds a column without a default that may not be null to',
      recipe: 'Add it with a DEFAULT, or as nullable, fill it, and require it in a later migration.',
    },
  ],
  [
    /\balter (?:column )?\S+ set not null\b/,
    {
      what: 'requires a column of',
      recipe:
        'Add CHECK (… IS NOT NULL) NOT VALID, then VALIDATE CONSTRAINT in a later migration, and only then SET NOT NULL.',
    },
  ],
  [
    /\balter (?:column )?\S+ (?:set data )?type\b/,
    {
      what: 'rewrites a column of',
      recipe: 'Add a new column, fill it in batches, use it, and drop the old one in a later release.',
    },
  ],
  [
    /\badd (?:constraint \S+ )?foreign key\b(?!.*\bnot valid\b)/,
    {
      what: 'adds a checked foreign key to',
      recipe: 'Add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.',
    },
  ],
  [
    /\badd (?:constraint \S+ )?check\b(?!.*\bnot valid\b)/,
    { what: 'adds a checked rule to', recipe: 'Add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.' },
  ],
  [
    /\badd (?:constraint \S+ )?(?:unique|primary key)\b(?!.*\busing index\b)/,
    {
      what: 'adds a unique key to',
      recipe: 'Make a UNIQUE index CONCURRENTLY first, and add the constraint USING INDEX in a later migration.',
    },
  ],
]
