import type { StatementInText, Token } from 'ashlar/sql'
import type { ModuleModel } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'
import { partsInBrackets, readTable, wordsOf } from './ddl.ts'

interface Column {
  readonly table: string
  readonly column: string
}

interface ForeignKey extends Column {
  readonly path: string
  readonly line: number
  readonly column: string
  readonly at: number
}

/** ASH743: a foreign key that no index helps. */
export const foreignKeyWithoutIndex = defineRule({
  code: 'ASH743',
  title: 'A foreign key without an index',
  family: 'data',
  level: 'warning',
  cause: 'Removing or renaming the row that is referred to looks through the whole referring table, once for each row.',
  remedy: 'Add an index whose first column is the foreign key’s.',
  fix: { none: 'An index is a new migration, which needs the next number.' },
  *check({ modules }) {
    for (const module of modules) {
      const { keys, indexed } = readModule(module)
      for (const { table, column, path, line, at } of keys) {
        if (indexed.has(`${table}.${column}`)) continue
        yield {
          place: { file: path, line, column: at },
          message: `The foreign key on "${column}" of table "${table}" has no index that begins with it.`,
          modules: module.id === undefined ? [] : [module.id],
        }
      }
    }
  },
})

function readModule({ migrations }: ModuleModel) {
  const keys: ForeignKey[] = []
  const indexed = new Set<string>()
  for (const { path, statements, locate } of migrations) {
    for (const statement of statements ?? []) {
      const place = (token: Token | undefined) => {
        const { line, column } = locate({ start: token?.start ?? statement.start, end: statement.start })
        return { path, line, at: column }
      }
      for (const { token, ...key } of listForeignKeys(statement)) keys.push({ ...key, ...place(token) })
      for (const { table, column } of listIndexed(statement)) indexed.add(`${table}.${column}`)
    }
  }
  return { keys, indexed }
}

function* listForeignKeys(statement: StatementInText): Generator<Column & { readonly token: Token | undefined }> {
  const { tokens } = statement
  for (const { table, part } of listTableParts(statement)) {
    const words = part.map(({ value }) => value.toLowerCase())
    const references = words.indexOf('references')
    if (references === -1) continue
    const foreign = words.indexOf('foreign')
    if (foreign === -1) yield { table, column: part[0]?.value ?? '', token: part[0] }
    else {
      const [first] = partsInBrackets(part, words.indexOf('(', foreign)).parts
      yield { table, column: first?.[0]?.value ?? '', token: part[foreign] ?? tokens[0] }
    }
  }
}

/** The columns with which an index, a primary key or a unique key begins. */
function* listIndexed(statement: StatementInText): Generator<Column> {
  const words = wordsOf(statement)
  if (words[0] === 'create' && (words[1] === 'index' || words[2] === 'index')) {
    const { table, next } = readTable(statement.tokens, words.indexOf('on') + 1)
    const [first] = partsInBrackets(statement.tokens, words.indexOf('(', next)).parts
    yield { table, column: first?.[0]?.value ?? '' }
  }
  for (const { table, part } of listTableParts(statement)) {
    const [name] = part
    const inner = part.map(({ value }) => value.toLowerCase())
    const key = inner.findIndex(
      (word, index) => word === 'unique' || (word === 'primary' && inner[index + 1] === 'key'),
    )
    if (key === -1) continue
    const open = inner.indexOf('(', key)
    const isOfTable = ['constraint', 'unique', 'primary'].includes(inner[0] ?? '') && !name?.quoted
    if (!isOfTable) yield { table, column: name?.value ?? '' }
    else if (open !== -1) yield { table, column: partsInBrackets(part, open).parts[0]?.[0]?.value ?? '' }
  }
}

/** The columns and constraints that a `CREATE TABLE` or an `ALTER TABLE … ADD` declares, each as its tokens. */
function* listTableParts(statement: StatementInText): Generator<{ readonly table: string; readonly part: Token[] }> {
  const words = wordsOf(statement)
  if (words[1] !== 'table') return
  const { table, next } = readTable(statement.tokens, 2)
  if (words[0] === 'create') {
    for (const part of partsInBrackets(statement.tokens, next).parts) yield { table, part }
  }
  if (words[0] !== 'alter') return
  let part: Token[] = []
  let depth = 0
  for (const token of statement.tokens.slice(next)) {
    if (token.value === '(') depth += 1
    if (token.value === ')') depth -= 1
    const isWord = token.kind === 'name' && !token.quoted
    if (isWord && token.value.toLowerCase() === 'add' && depth === 0) part = []
    else if (isWord && token.value.toLowerCase() === 'column' && part.length === 0) continue
    else if (token.value === ',' && depth === 0) {
      if (part.length > 0) yield { table, part }
      part = []
    } else part.push(token)
  }
  if (part.length > 0) yield { table, part }
}
