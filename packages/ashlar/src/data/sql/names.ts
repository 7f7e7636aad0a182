/** Finds the qualified names of a statement, and what each stands for. */
import type { Token } from './tokens.ts'

/** A name with a schema, or what looks like one, at its place in a statement. */
export interface QualifiedName {
  readonly schema: string
  /** The parts joined by dots, such as `billing.invoice`. */
  readonly text: string
  readonly role: 'relation' | 'target' | 'function' | 'other'
  /** The key word or unquoted name right before it. */
  readonly follows: string | undefined
  /** Counted from 0. */
  readonly offset: number
}

/** Key words that a relation's name follows. */
const beforeRelation = new Set(['from', 'join', 'into', 'update', 'table', 'only', 'using', 'truncate', 'lock', 'view'])
/** Those among them whose relation is written to. */
const beforeTarget = new Set(['into', 'update', 'truncate', 'lock'])
/** Key words that end a list of relations. */
const endsRelations = new Set([
  'select',
  'where',
  'group',
  'having',
  'window',
  'order',
  'limit',
  'offset',
  'fetch',
  'for',
  'set',
  'values',
  'returning',
  'union',
  'intersect',
  'except',
  'when',
])

/** Words that a statement in parentheses begins with. */
const startsQuery = new Set(['select', 'with', 'values', 'table', 'insert', 'update', 'delete', 'merge'])
/** Key words that a group of relations in parentheses follows. */
const beforeGroup = new Set(['from', 'join', 'using', 'only', 'lateral'])

/** Where the walk stands between one pair of parentheses. */
interface Level {
  /** Whether a comma is followed by another relation. */
  inRelations: boolean
  /** Whether this is a query of its own, in which `FROM` begins a list of relations; `extract(day from x)` is not. */
  isQuery: boolean
  target: boolean
  /** Whether these are the columns of `JOIN … USING (…)`: names and commas, which is nothing that relations can look like. */
  isColumnList: boolean
}

/**
 * The qualified names of one statement.
 *
 * `schema.name` outside of relations, functions and types may as well be a column with its table or alias in front:
 * those have the role `other`.
 */
export function findQualifiedNames(tokens: readonly Token[]): readonly QualifiedName[] {
  const names: QualifiedName[] = []
  walk(tokens, (i, level) => {
    if (isSymbol(tokens[i + 1], '.') && !isSymbol(tokens[i - 1], '.')) names.push(readName(tokens, i, level))
  })
  return names
}

/** The relations of one statement that are named without a schema and are no query that the statement itself names. */
export function findUnqualifiedRelations(
  tokens: readonly Token[],
): readonly { readonly name: string; readonly offset: number }[] {
  const relations: { name: string; offset: number }[] = []
  const queries = namedQueries(tokens)
  walk(tokens, (i, level) => {
    const token = tokens[i] as Token
    const before = tokens[i - 1]
    if (!level.inRelations || level.isColumnList || queries.has(token.value)) return
    if (isSymbol(before, '.') || isSymbol(tokens[i + 1], '.')) return
    const isFunction = isSymbol(tokens[i + 1], '(') && !level.target
    if (isFunction || (!token.quoted && isNoRelation(token.value))) return
    const begins = isSymbol(before, ',') || isSymbol(before, '(') || isOneOf(before, beforeRelation)
    if (begins && !isWord(tokens[i - 2], 'distinct')) relations.push({ name: token.value, offset: token.start })
  })
  return relations
}

function isNoRelation(word: string): boolean {
  return (
    beforeRelation.has(word) ||
    endsRelations.has(word) ||
    startsQuery.has(word) ||
    beforeGroup.has(word) ||
    word === 'rows'
  )
}

/** The names of `WITH name AS (…)`, with or without columns. */
function namedQueries(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>()
  tokens.forEach((token, i) => {
    const before = tokens[i - 1]
    if (token.kind !== 'name' || !(isSymbol(before, ',') || isWord(before, 'with') || isWord(before, 'recursive')))
      return
    const end = isSymbol(tokens[i + 1], '(') ? tokens.findIndex((each, at) => at > i && isSymbol(each, ')')) : i
    if (end !== -1 && isWord(tokens[end + 1], 'as')) names.add(token.value)
  })
  return names
}

/** Visits the names of a statement, each with where it stands. */
function walk(tokens: readonly Token[], visit: (i: number, level: Level) => void): void {
  const levels: Level[] = [{ inRelations: false, isQuery: true, target: false, isColumnList: false }]
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token
    const level = levels.at(-1) as Level
    if (isSymbol(token, '(')) levels.push(openLevel(tokens, i, level))
    else if (isSymbol(token, ')')) {
      if (levels.length > 1) levels.pop()
    } else if (isKeyWordPlace(tokens, i)) noteKeyWord(tokens, i, level)
    if (token.kind === 'name') visit(i, level)
  }
}

/** Parentheses inside a list of relations hold relations, unless they belong to a function or a condition. */
function openLevel(tokens: readonly Token[], i: number, outer: Level): Level {
  const before = tokens[i - 1]
  const next = tokens[i + 1]
  const isQuery = isOneOf(next, startsQuery)
  const holdsRelations = isSymbol(before, '(') || isSymbol(before, ',') || isOneOf(before, beforeGroup)
  const inRelations = !isQuery && outer.inRelations && holdsRelations
  const isColumnList = isWord(before, 'using') && endsColumnList(tokens, i)
  return { inRelations, isQuery: isQuery || inRelations || isSymbol(before, '('), target: false, isColumnList }
}

function endsColumnList(tokens: readonly Token[], open: number): boolean {
  let i = open + 1
  while (tokens[i]?.kind === 'name' && isSymbol(tokens[i + 1], ',')) i += 2
  return tokens[i]?.kind === 'name' && isSymbol(tokens[i + 1], ')')
}

/** A name right after or before a dot is no key word, nor is a quoted one. */
function isKeyWordPlace(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i] as Token
  return token.kind === 'name' && !token.quoted && !isSymbol(tokens[i - 1], '.') && !isSymbol(tokens[i + 1], '.')
}

function noteKeyWord(tokens: readonly Token[], i: number, level: Level): void {
  const { value } = tokens[i] as Token
  if (value === 'select' || value === 'with') level.isQuery = true
  if (beforeRelation.has(value) && startsRelations(tokens, i, level)) {
    level.inRelations = true
    level.target = beforeTarget.has(value) || (value === 'from' && isWord(tokens[i - 1], 'delete'))
  } else if (endsRelations.has(value)) level.inRelations = false
}

function startsRelations(tokens: readonly Token[], i: number, level: Level): boolean {
  const { value } = tokens[i] as Token
  if (value === 'from') return level.isQuery && !isWord(tokens[i - 1], 'distinct')
  // `FOR UPDATE`, `FOR NO KEY UPDATE` and `DO UPDATE` name no relation.
  if (value === 'update') return !isOneOf(tokens[i - 1], new Set(['for', 'do', 'key']))
  // Elsewhere these may name a column.
  if (value === 'lock' || value === 'truncate') return i === 0
  return value !== 'view' || isWord(tokens[i - 1], 'materialized')
}

function readName(tokens: readonly Token[], i: number, level: Level): QualifiedName {
  const schema = tokens[i] as Token
  const parts = [schema.value]
  let last = i
  while (isSymbol(tokens[last + 1], '.')) {
    parts.push(tokens[last + 2]?.value ?? '')
    last += 2
  }
  const role = roleOf(tokens, i, last, parts.length, level)
  const before = tokens[i - 1]
  const follows = before?.kind === 'name' && !before.quoted ? before.value : undefined
  return { schema: schema.value, text: parts.join('.'), role, follows, offset: schema.start }
}

function roleOf(
  tokens: readonly Token[],
  first: number,
  last: number,
  parts: number,
  level: Level,
): QualifiedName['role'] {
  const before = tokens[first - 1]
  // A third part makes the first a schema or a database, wherever the name stands.
  if (parts > 2) return 'relation'
  const isListed = isSymbol(before, ',') || isSymbol(before, '(')
  const begins = level.inRelations && isOneOf(before, beforeRelation) && !isWord(tokens[first - 2], 'distinct')
  if (begins || (level.inRelations && isListed)) {
    if (isSymbol(tokens[last + 1], '(') && !level.target) return 'function'
    return level.target && !isListed ? 'target' : 'relation'
  }
  if (isSymbol(tokens[last + 1], '(')) return 'function'
  // A type follows a cast, and a literal of a type follows it.
  if (isSymbol(before, '::') || isWord(before, 'as') || isWord(before, 'collate')) return 'relation'
  if (tokens[last + 1]?.kind === 'string') return 'relation'
  return 'other'
}

function isSymbol(token: Token | undefined, value: string): boolean {
  return token?.kind === 'symbol' && token.value === value
}

function isOneOf(token: Token | undefined, words: ReadonlySet<string>): boolean {
  return token?.kind === 'name' && !token.quoted && words.has(token.value)
}

function isWord(token: Token | undefined, value: string): boolean {
  return token?.kind === 'name' && !token.quoted && token.value === value
}
