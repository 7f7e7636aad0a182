/** What `ashlar db migrate` refuses before it runs anything, found in the sources. */
import { checkMigration, checksumOf } from 'ashlar/sql'
import { defineRule, type Rule } from '../../rule.ts'
import type { Position } from '../../source/position.ts'

type MigrationCheck = Pick<Rule, 'code' | 'title' | 'cause' | 'remedy' | 'fix'>

function migrationCheck(rule: MigrationCheck): Rule {
  return defineRule({
    ...rule,
    family: 'data',
    level: 'error',
    atBoot: true,
    *check({ modules }) {
      const ids = new Set(modules.flatMap(({ id }) => id ?? []))
      for (const { id, migrations } of modules) {
        if (id === undefined) continue
        const otherSchemas = new Set([...ids].filter((other) => other !== id))
        for (const { path, name, sql } of migrations) {
          const migration = { name: name.replace(/\.sql$/, ''), file: path, sql, checksum: checksumOf(sql) }
          for (const { code, sentence, details } of checkMigration(migration, { module: id, otherSchemas })) {
            if (code !== rule.code) continue
            const { line = 1, column = 1 } = details as Partial<Position>
            yield { place: { file: path, line, column }, message: sentence, modules: [id] }
          }
        }
      }
    },
  })
}

export const migrationChecks: readonly Rule[] = [
  migrationCheck({
    code: 'ASH446',
    title: 'A migration that reaches into another schema',
    cause:
      'A view, a function, a trigger or a foreign key on another module’s tables is a wall with a door that nobody watches.',
    remedy: 'Keep to the module’s own schema; hold another module’s ids as plain values.',
    fix: { none: 'What the migration wants of the other module has to come through its contract.' },
  }),
  migrationCheck({
    code: 'ASH447',
    title: 'A migration with a command that is the framework’s to give',
    cause:
      'The framework opens the transaction, the schema and the role; a migration that changes them could end half done.',
    remedy: 'Leave the command out.',
    fix: { none: 'What stands around the command may depend on it.' },
  }),
  migrationCheck({
    code: 'ASH448',
    title: 'A migration without a transaction that has several statements',
    cause: 'Without a transaction each statement is kept by itself, so a failure in the middle leaves the rest undone.',
    remedy: 'Give each statement a migration of its own.',
    fix: { none: 'New files need new numbers.' },
  }),
  migrationCheck({
    code: 'ASH449',
    title: 'A migration that is never closed',
    cause: 'A quotation or a comment that begins and does not end takes the rest of the file with it.',
    remedy: 'Close it.',
    fix: { none: 'Where it should end is not known.' },
  }),
]
