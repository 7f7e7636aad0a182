/** What the rules of tables rest on in the framework's own schema, told from its migrations. */
import { type ObjectsToKeep, scratch, type WantedObject } from '../rules/kept-rules.ts'
import { splitStatements } from '../sql/statements.ts'
import { createHistory, frameworkMigrations } from './framework-schema.ts'
import { createModuleRoles } from './module-roles.ts'

/** Every function, policy and trigger of the schema, and the row-level security of its tables, as the migrations left them. */
export function frameworkObjects(): Pick<ObjectsToKeep, 'wanted' | 'making'> {
  const sql = [createHistory, createModuleRoles, ...frameworkMigrations.migrations.map((each) => each.sql)].join(
    '\n;\n',
  )
  const split = splitStatements(sql)
  const wanted = new Map<string, WantedObject>()
  for (const { text } of 'unclosed' in split ? [] : split.statements) {
    const found = describe(text)
    if (found === undefined) continue
    const key = `${found.table} ${found.name}`
    const altered = text.startsWith('alter function') ? wanted.get(key) : undefined
    wanted.set(key, altered === undefined ? found : { ...found, remedy: `${altered.remedy}\n${found.remedy}` })
  }
  return { wanted: [...wanted.values()], making: sql.replaceAll('ashlar.', `${scratch}.`) }
}

function describe(statement: string): WantedObject | undefined {
  const remedy = `${statement};`
  const [, routine] = /^(?:create|create or replace|alter) function ashlar\.(\w+)/.exec(statement) ?? []
  if (routine !== undefined) {
    return { table: '', name: routine, remedy: remedy.replace(/^create function/, 'create or replace function') }
  }
  const [, name, on] = /^create (?:policy|trigger) (\w+)\s(?:[^;]*?\s)?on ashlar\.(\w+)/.exec(statement) ?? []
  if (name !== undefined && on !== undefined) return { table: on, name, remedy }
  const [, secured] = /^alter table ashlar\.(\w+) enable row level security/.exec(statement) ?? []
  return secured === undefined ? undefined : { table: secured, name: 'row-security', remedy }
}
