/**
 * The wall between modules as the database handle keeps it: a module's SQL names its own schema and no other.
 *
 * It stops what is written by mistake or by haste, before the statement leaves the process and with a sentence that says
 * what to do. Names that reach PostgreSQL as values are beyond it.
 */
import {
  functionNotAllowed,
  namesAnotherModule,
  namesForeignSchema,
  severalStatements,
  statementNotAllowed,
  unreadableSql,
  writesCatalog,
} from '../errors.ts'
import { findQualifiedNames, type QualifiedName } from './names.ts'
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

/** Functions that run SQL given as text, or change what a transaction stands for. */
const deniedFunctions =
  /^(set_config|ts_stat|ts_rewrite|dblink.*|(query|table|schema|database|cursor)_to_xml(schema|_and_xmlschema)?)$/

/** Functions that take the name of a relation as a text. */
const takesRelationName = new Set(['nextval', 'setval', 'currval', 'pg_get_serial_sequence'])

const systemSchemas = new Set(['pg_catalog', 'information_schema', 'pg_temp'])
const frameworkFunctions = new Set(['ashlar.uuidv7'])

/** The first word of a SQL text, in lower case, for messages. */
export function verbOf(text: string): string {
  const tokens = tokenize(text)
  if (tokens.unclosed !== undefined) return 'statement'
  return tokens.tokens.find(({ kind }) => kind === 'name')?.value ?? 'statement'
}

/**
 * Raises when a module may not send a SQL text.
 *
 * @throws ASH430 to ASH436.
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
  assertFunctions(text, tokens, module, otherSchemas)
  const introduced = introducedNames(tokens)
  for (const name of findQualifiedNames(tokens)) assertName(text, name, introduced, module, otherSchemas)
}

function withoutLastSemicolon(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.at(-1)
  return last?.kind === 'symbol' && last.value === ';' ? tokens.slice(0, -1) : tokens
}

function assertFunctions(
  text: string,
  tokens: readonly Token[],
  module: string,
  otherSchemas: ReadonlySet<string>,
): void {
  tokens.forEach((token, i) => {
    if (token.kind !== 'name' || tokens[i + 1]?.value !== '(' || tokens[i + 1]?.kind !== 'symbol') return
    if (deniedFunctions.test(token.value)) throw functionNotAllowed(module, token.value, placeIn(text, token.start))
    const argument = tokens[i + 2]
    if (!takesRelationName.has(token.value) || argument?.kind !== 'string') return
    const inner = tokenize(argument.value)
    const schema = inner.unclosed === undefined && inner.tokens[1]?.value === '.' ? inner.tokens[0]?.value : undefined
    if (schema !== undefined && (otherSchemas.has(schema) || schema === 'ashlar')) {
      throw namesAnotherModule(module, schema, argument.value, placeIn(text, argument.start))
    }
  })
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
  if (otherSchemas.has(schema)) {
    // A column whose table or alias happens to be called like another module.
    if (role === 'other' && introduced.has(schema)) return
    throw namesAnotherModule(module, schema, name.text, place)
  }
  if (schema === 'ashlar') {
    if (role === 'function' && frameworkFunctions.has(name.text)) return
    if (role === 'other' && introduced.has(schema)) return
    throw namesForeignSchema(module, schema, name.text, place)
  }
  if (role === 'relation' || role === 'target') {
    if (schema !== 'public') throw namesForeignSchema(module, schema, name.text, place)
  }
}
