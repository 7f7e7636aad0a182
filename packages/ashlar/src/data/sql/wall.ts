/**
 * The wall between modules as the database handle keeps it: a module's SQL names its own schema and no other.
 *
 * It stops a statement before it leaves the process, with a sentence that says what to do. What a function makes at run time
 * is beyond it: functions run as their module's role, and PostgreSQL refuses them what is not that module's.
 */
import {
  functionNotAllowed,
  lockOutlivesTransaction,
  namesAnotherModule,
  namesForeignSchema,
  namesNoSchema,
  readsOthersValues,
  sequenceNotNamed,
  severalStatements,
  statementNotAllowed,
  stringReadsTwoWays,
  unreadableSql,
  writesCatalog,
} from './errors.ts'
import { findQualifiedNames, findUnqualifiedRelations, type QualifiedName } from './names.ts'
import { placeIn, type Token, tokenize } from './tokens.ts'

export interface WallOptions {
  /** The module's id, which is its schema's name. */
  readonly module: string
  /** The schemas of the other modules. */
  readonly otherSchemas: ReadonlySet<string>
}

/** What a module may ask of its handle; everything else belongs to migrations or to the framework. */
const allowedVerbs = new Set([
  'select',
  'insert',
  'update',
  'delete',
  'merge',
  'with',
  'values',
  'table',
  'explain',
  'truncate',
  'lock',
  'refresh',
  'call',
])

/** Functions that run SQL given as text, change what a transaction stands for, or reach large objects, which belong to all modules. */
const deniedFunctions =
  /^(set_config|lastval|ts_stat|ts_rewrite|dblink.*|(query|table|schema|database|cursor)_to_xml(schema|_and_xmlschema)?|lo_(creat|create|from_bytea|get|open|put|unlink)|loread|lowrite)$/

/** Functions of locks that stay with a connection when its transaction has ended. */
const locksOfConnection = /^pg_(try_)?advisory_(un)?lock(_shared|_all)?$/

/** Functions that take the name of a sequence as a text, and may be given its number instead. */
const takesSequence = new Set(['nextval', 'setval', 'currval', 'pg_sequence_last_value', 'pg_get_sequence_data'])

/** Relations of PostgreSQL that tell values, statements or counters of every module. */
const tellsOthersValues = new Set([
  'pg_cursors',
  'pg_largeobject',
  'pg_prepared_statements',
  'pg_sequences',
  'pg_stat_activity',
  'pg_stat_statements',
  'pg_statistic',
  'pg_statistic_ext_data',
  'pg_stats',
  'pg_stats_ext',
  'pg_stats_ext_exprs',
])

const systemSchemas = new Set(['pg_catalog', 'information_schema', 'pg_temp'])
const frameworkFunctions = new Set(['ashlar.uuidv7', 'ashlar.tenant_id'])

/** The first word of a SQL text, in lower case, for messages. */
export function verbOf(text: string): string {
  const tokens = tokenize(text)
  if (tokens.unclosed !== undefined) return 'statement'
  return tokens.tokens.find(({ kind }) => kind === 'name')?.value ?? 'statement'
}

/**
 * Raises when a module may not send a SQL text.
 *
 * @throws ASH430 to ASH436, ASH459 to ASH462 and ASH575.
 */
export function assertWithinWall(text: string, { module, otherSchemas }: WallOptions): void {
  const result = tokenize(text)
  if (result.unclosed !== undefined) {
    throw unreadableSql(module, result.unclosed.what, placeIn(text, result.unclosed.start))
  }
  const tokens = withoutLastSemicolon(result.tokens)
  const second = tokens.findIndex(({ kind, value }) => kind === 'symbol' && value === ';')
  if (second !== -1) throw severalStatements(module, placeIn(text, (tokens[second + 1] ?? tokens[second])?.start ?? 0))
  const verb = tokens.find(({ value }) => value !== '(')
  if (verb === undefined || verb.kind !== 'name' || verb.quoted || !allowedVerbs.has(verb.value)) {
    throw statementNotAllowed(module, verb?.value ?? 'an empty text')
  }
  if (verb.value === 'explain') assertExplained(tokens, module)
  assertStrings(text, tokens, module)
  assertFunctions(text, tokens, module, otherSchemas)
  assertRelations(text, tokens, module)
  const introduced = introducedNames(tokens)
  for (const name of findQualifiedNames(tokens)) assertName(text, name, introduced, module, otherSchemas)
}

function withoutLastSemicolon(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.at(-1)
  return last?.kind === 'symbol' && last.value === ';' ? tokens.slice(0, -1) : tokens
}

/** What is explained may be run as well: another module's prepared statement, or `CREATE TABLE`. */
function assertExplained(tokens: readonly Token[], module: string): void {
  const rest = tokens.slice(1)
  const afterOptions = rest[0]?.value === '(' ? rest.slice(rest.findIndex(({ value }) => value === ')') + 1) : rest
  const explained = afterOptions.find(({ value }) => !['analyze', 'analyse', 'verbose', '('].includes(value))
  if (explained === undefined || explained.quoted || !allowedVerbs.has(explained.value)) {
    throw statementNotAllowed(module, `explain ${explained?.value ?? ''}`.trim())
  }
}

/** A backslash before a quote ends a string or does not, by a setting that a function of the same transaction may change. */
function assertStrings(text: string, tokens: readonly Token[], module: string): void {
  for (const { kind, start, end } of tokens) {
    if (kind === 'string' && text[start] === "'" && text.slice(start, end).includes("\\'")) {
      throw stringReadsTwoWays(module, placeIn(text, start))
    }
  }
}

/** A function of the same transaction may change the search path, so a table is named with its schema. */
function assertRelations(text: string, tokens: readonly Token[], module: string): void {
  for (const token of tokens) {
    if (token.kind === 'name' && tellsOthersValues.has(token.value)) {
      throw readsOthersValues(module, token.value, placeIn(text, token.start))
    }
  }
  for (const { name, offset } of findUnqualifiedRelations(tokens)) {
    if (!name.startsWith('pg_')) throw namesNoSchema(module, name, placeIn(text, offset))
  }
}

/**
 * Raises for functions that run SQL given as text, and for sequences of others, in an expression that PostgreSQL wrote out.
 *
 * @throws ASH430, ASH434 and ASH461.
 */
export function assertFunctionsWithinWall(text: string, { module, otherSchemas }: WallOptions): void {
  const result = tokenize(text)
  if (result.unclosed === undefined) assertFunctions(text, result.tokens, module, otherSchemas)
}

function assertFunctions(
  text: string,
  tokens: readonly Token[],
  module: string,
  otherSchemas: ReadonlySet<string>,
): void {
  tokens.forEach((token, i) => {
    if (token.kind !== 'name' || tokens[i + 1]?.value !== '(' || tokens[i + 1]?.kind !== 'symbol') return
    const place = placeIn(text, token.start)
    if (deniedFunctions.test(token.value)) throw functionNotAllowed(module, token.value, place)
    if (locksOfConnection.test(token.value)) throw lockOutlivesTransaction(module, token.value, place)
    const ownQualifier = tokens[i - 1]?.value === '.' && tokens[i - 2]?.value !== 'pg_catalog'
    if (!takesSequence.has(token.value) || ownQualifier) return
    const named = readSequenceName(text, tokens, i + 2)
    if (named === undefined) throw sequenceNotNamed(module, token.value, place)
    if (otherSchemas.has(named.schema) || named.schema === 'ashlar') {
      throw namesAnotherModule(module, named.schema, named.name, placeIn(text, named.offset))
    }
  })
}

/** A sequence written out as `'schema.name'`; a number, a variable, or a text that is put together may be any. */
function readSequenceName(
  text: string,
  tokens: readonly Token[],
  i: number,
): { readonly schema: string; readonly name: string; readonly offset: number } | undefined {
  const argument = tokens[i]
  if (argument?.kind !== 'string' || text[argument.start] !== "'") return undefined
  const isCast = tokens[i + 1]?.value === '::' && tokens[i + 2]?.value === 'regclass'
  const after = tokens[isCast ? i + 3 : i + 1]?.value
  if (after !== ')' && after !== ',') return undefined
  const inner = tokenize(argument.value)
  const [schema, dot] = inner.unclosed === undefined ? inner.tokens : []
  if (schema?.kind !== 'name' || dot?.value !== '.') return undefined
  return { schema: schema.value, name: argument.value, offset: argument.start }
}

/** Names that stand alone or end a qualified name: aliases, common table expressions, and tables of the own schema. */
function introducedNames(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>()
  tokens.forEach((token, i) => {
    const isQualifier = tokens[i + 1]?.kind === 'symbol' && tokens[i + 1]?.value === '.'
    if (token.kind === 'name' && !isQualifier) names.add(token.value)
  })
  return names
}

function assertName(
  text: string,
  name: QualifiedName,
  introduced: ReadonlySet<string>,
  module: string,
  otherSchemas: ReadonlySet<string>,
): void {
  const { schema, role } = name
  if (schema === module) return
  const place = placeIn(text, name.offset)
  if (systemSchemas.has(schema) || schema.startsWith('pg_')) {
    if (role === 'target') throw writesCatalog(module, name.text, place)
    return
  }
  if (role === 'function' && frameworkFunctions.has(name.text)) return
  if (otherSchemas.has(schema)) {
    // A column whose table or alias happens to be called like another module.
    if (role === 'other' && introduced.has(schema)) return
    throw namesAnotherModule(module, schema, name.text, place)
  }
  if (schema === 'ashlar') {
    if (role === 'other' && introduced.has(schema)) return
    throw namesForeignSchema(module, schema, name.text, place)
  }
  if (role === 'relation' || role === 'target') {
    if (schema !== 'public') throw namesForeignSchema(module, schema, name.text, place)
  }
}
