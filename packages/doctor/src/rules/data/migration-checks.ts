/** What `ashlar db migrate` refuses before it runs anything, found in the sources. */
import { checkMigration, checksumOf } from 'ashlar/sql'
import type { Report } from '../../finding.ts'
import type { MigrationModel, Project } from '../../project/project.ts'
import { defineRule, type Rule } from '../../rule.ts'
import type { Position } from '../../source/position.ts'

type MigrationCheck = Pick<Rule, 'code' | 'title' | 'cause' | 'remedy' | 'fix'>

interface Problem extends Report {
  readonly code: string
}

const problemsOf = new WeakMap<Project, readonly Problem[]>()

/** What would be refused. Computed once a project, for all rules. */
function listProblems(project: Project): readonly Problem[] {
  const known = problemsOf.get(project)
  if (known) return known
  const ids = new Set(project.modules.flatMap(({ id }) => id ?? []))
  const problems = project.modules.flatMap(({ id, migrations }) => {
    if (id === undefined) return []
    const otherSchemas = new Set([...ids].filter((other) => other !== id))
    return migrations.flatMap((migration) => checkOne(migration, id, otherSchemas))
  })
  problemsOf.set(project, problems)
  return problems
}

function checkOne({ path, name, sql }: MigrationModel, module: string, otherSchemas: ReadonlySet<string>): Problem[] {
  const migration = { name: name.replace(/\.sql$/, ''), file: path, sql, checksum: checksumOf(sql) }
  return checkMigration(migration, { module, otherSchemas }).map(({ code, sentence, details }) => {
    const { line = 1, column = 1 } = details as Partial<Position>
    return { code, place: { file: path, line, column }, message: sentence, modules: [module] }
  })
}

function migrationCheck(rule: MigrationCheck): Rule {
  return defineRule({
    ...rule,
    family: 'data',
    level: 'error',
    atBoot: true,
    *check(project) {
      for (const { code, ...report } of listProblems(project)) if (code === rule.code) yield report
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
