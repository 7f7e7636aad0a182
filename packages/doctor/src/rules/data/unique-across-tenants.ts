import type { StatementInText } from 'ashlar/sql'
import type { ModuleModel } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'
import { partsInBrackets, readTable, wordsOf } from './ddl.ts'

/** The policy by which a table's rows belong to tenants, as `tenantOwned()` has it made. */
const tenantPolicy = 'ashlar_tenant'

/** ASH747: a unique index that lets one tenant learn of another's rows. */
export const uniqueAcrossTenants = defineRule({
  code: 'ASH747',
  title: 'A unique index that spans tenants',
  family: 'data',
  level: 'warning',
  cause:
    'A value that one tenant uses is taken for every other, and that it is taken tells of a row that nobody there may see.',
  remedy: 'Begin the index with tenant_id.',
  fix: { none: 'An index is a new migration, which needs the next number.' },
  *check({ modules }) {
    for (const module of modules) {
      const ofTenants = listTablesOfTenants(module)
      if (ofTenants.size === 0) continue
      for (const { table, migration, statement } of listUniqueIndexesWithoutTenant(module)) {
        if (!ofTenants.has(table)) continue
        const { line, column } = migration.locate({ start: statement.start, end: statement.start })
        yield {
          place: { file: migration.path, line, column },
          message: `Rows of table "${table}" belong to tenants, and a unique index on it leaves tenant_id out.`,
          modules: module.id === undefined ? [] : [module.id],
        }
      }
    }
  },
})

function listTablesOfTenants({ migrations }: ModuleModel): ReadonlySet<string> {
  const tables = new Set<string>()
  for (const statement of migrations.flatMap(({ statements }) => statements ?? [])) {
    const words = wordsOf(statement)
    if (words[1] !== 'policy' || words[2] !== tenantPolicy) continue
    const { table } = readTable(statement.tokens, words.indexOf('on') + 1)
    if (words[0] === 'create') tables.add(table)
    else if (words[0] === 'drop') tables.delete(table)
  }
  return tables
}

interface FoundIndex {
  readonly table: string
  readonly migration: ModuleModel['migrations'][number]
  readonly statement: StatementInText
}

/** The unique indexes without `tenant_id` that the migrations leave: one that was dropped or made anew is gone. */
function listUniqueIndexesWithoutTenant({ migrations }: ModuleModel): readonly FoundIndex[] {
  const found = new Map<string, FoundIndex>()
  for (const migration of migrations) {
    for (const statement of migration.statements ?? []) {
      const words = wordsOf(statement)
      const [verb] = words
      const isUnique = words[1] === 'unique'
      const at = isUnique ? 2 : 1
      if ((verb !== 'create' && verb !== 'drop') || words[at] !== 'index') continue
      const { table: name } = readTable(statement.tokens, at + 1)
      found.delete(name)
      if (verb === 'drop' || !isUnique) continue
      const { table, next } = readTable(statement.tokens, words.indexOf('on') + 1)
      const { parts } = partsInBrackets(statement.tokens, words.indexOf('(', next))
      if (!parts.some(([first]) => first?.value === 'tenant_id')) found.set(name, { table, migration, statement })
    }
  }
  return [...found.values()]
}
