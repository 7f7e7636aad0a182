/** Reads a migration before it runs: it must stay inside its module's schema and leave transactions and roles alone. */
import type { AshlarError } from '../../contract/errors.ts'
import { findQualifiedNames } from '../sql/names.ts'
import { type StatementInText, splitStatements } from '../sql/statements.ts'
import { placeIn, type Token } from '../sql/tokens.ts'
import {
  type MigrationPlace,
  migrationNeedsOneStatement,
  migrationNeedsTransaction,
  migrationNotAllowed,
  migrationReachesOut,
  migrationUnreadable,
  ownDoorOnly,
} from './errors.ts'
import { asksForNoTransaction, type Migration } from './migration.ts'

export interface CheckOptions {
  readonly module: string
  /** The ids of the other modules. */
  readonly otherSchemas: ReadonlySet<string>
}

/** First words of statements that would end the framework's transaction or leave its role. */
const transactionVerbs = new Set([
  'begin',
  'start',
  'commit',
  'end',
  'rollback',
  'abort',
  'savepoint',
  'release',
  'discard',
])
/** First words of statements that say who may do what. */
const privilegeVerbs = new Set(['grant', 'revoke', 'reassign'])
/** First words of statements that may have to run outside of a transaction. */
const outsideTransactionVerbs = new Set([
  'alter',
  'analyze',
  'cluster',
  'create',
  'drop',
  'refresh',
  'reindex',
  'vacuum',
])
/** Settings that decide who runs a migration and where its names lead. */
const guardedSettings = new Set([
  'authorization',
  'characteristics',
  'role',
  'schema',
  'search_path',
  'session_authorization',
  'transaction',
])
/** Words that the name of something to define or change follows. */
const beforeObject = new Set([
  'column',
  'domain',
  'exists',
  'function',
  'index',
  'on',
  'owned',
  'by',
  'procedure',
  'references',
  'sequence',
  'table',
  'to',
  'trigger',
  'type',
  'view',
])
/** Schemas that belong to nobody, and the rows that triggers and upserts speak of. */
const sharedNames = new Set(['pg_catalog', 'public', 'information_schema', 'pg_temp', 'new', 'old', 'excluded'])

/** Everything that keeps a migration from running, empty when it may. */
export function checkMigration(migration: Migration, options: CheckOptions): readonly AshlarError[] {
  const at = { module: options.module, file: migration.file }
  const split = splitStatements(migration.sql)
  if ('unclosed' in split) {
    return [migrationUnreadable(at, split.unclosed.what, placeIn(migration.sql, split.unclosed.start))]
  }
  const { statements } = split
  const problems = statements.flatMap((statement) => checkStatement(statement, migration.sql, at, options))
  if (asksForNoTransaction(migration.sql) && statements.length !== 1) {
    return [migrationNeedsOneStatement(at, statements.length), ...problems]
  }
  const first = statements[0]?.tokens[0]
  if (asksForNoTransaction(migration.sql) && first !== undefined && !outsideTransactionVerbs.has(first.value)) {
    return [migrationNeedsTransaction(at, first.value, placeIn(migration.sql, first.start)), ...problems]
  }
  return problems
}

function checkStatement(
  { tokens }: StatementInText,
  sql: string,
  at: MigrationPlace,
  options: CheckOptions,
): readonly AshlarError[] {
  const refused = refusedStatement(tokens)
  const first = tokens[0]
  if (refused !== undefined) return [migrationNotAllowed(at, refused, placeIn(sql, first?.start ?? 0))]
  const privilege = privilegeStatement(tokens)
  if (privilege !== undefined) return [ownDoorOnly(at, privilege, placeIn(sql, first?.start ?? 0))]
  return [...checkNames(tokens, 0, sql, at, options), ...checkBodies(tokens, sql, at, options)]
}

function refusedStatement(tokens: readonly Token[]): string | undefined {
  const [first, second, third] = tokens.map(({ value }) => value)
  if (first === undefined) return undefined
  if (transactionVerbs.has(first)) return first.toUpperCase()
  if (first === 'prepare' && second === 'transaction') return 'PREPARE TRANSACTION'
  if (first === 'set' || first === 'reset') {
    const setting = second === 'local' || second === 'session' ? third : second
    if (setting !== undefined && guardedSettings.has(setting)) return `${first.toUpperCase()} ${setting}`
  }
  if (second === 'schema' && (first === 'create' || first === 'drop' || first === 'alter')) {
    return `${first.toUpperCase()} SCHEMA`
  }
  return undefined
}

function privilegeStatement(tokens: readonly Token[]): string | undefined {
  const [first, second, third] = tokens.map(({ value }) => value)
  if (first === undefined) return undefined
  if (privilegeVerbs.has(first)) return first.toUpperCase()
  if (first === 'alter' && second === 'default' && third === 'privileges') return 'ALTER DEFAULT PRIVILEGES'
  const definesRole = second === 'role' || second === 'user' || second === 'group'
  if (definesRole && (first === 'create' || first === 'alter' || first === 'drop'))
    return `${first.toUpperCase()} ${second?.toUpperCase()}`
  const owner = tokens.findIndex(
    ({ value, quoted }, i) => value === 'owner' && !quoted && tokens[i + 1]?.value === 'to',
  )
  return first === 'alter' && owner !== -1 ? 'OWNER TO' : undefined
}

/** Bodies of functions and of `DO` are strings between dollar signs; their names are names like any other. */
function checkBodies(
  tokens: readonly Token[],
  sql: string,
  at: MigrationPlace,
  options: CheckOptions,
): readonly AshlarError[] {
  return tokens
    .filter((token) => token.kind === 'string' && sql[token.start] === '$')
    .flatMap((token) => {
      const body = splitStatements(token.value)
      if ('unclosed' in body) return []
      const bodyStart = token.start + (token.end - token.start - token.value.length) / 2
      return body.statements.flatMap((statement) => checkNames(statement.tokens, bodyStart, sql, at, options))
    })
}

function checkNames(
  tokens: readonly Token[],
  offset: number,
  sql: string,
  at: MigrationPlace,
  { module, otherSchemas }: CheckOptions,
): readonly AshlarError[] {
  const introduced = new Set(tokens.filter((_, i) => tokens[i + 1]?.value !== '.').map(({ value }) => value))
  return findQualifiedNames(tokens).flatMap(({ schema, text, role, offset: nameAt, follows }) => {
    if (schema === module || sharedNames.has(schema)) return []
    const isObject = role === 'relation' || role === 'target' || (follows !== undefined && beforeObject.has(follows))
    const place = placeIn(sql, offset + nameAt)
    if (schema === 'ashlar') return role === 'function' ? [] : [migrationReachesOut(at, text, 'the framework', place)]
    if (otherSchemas.has(schema)) {
      if (!isObject && role === 'other' && introduced.has(schema)) return []
      return [migrationReachesOut(at, text, `module "${schema}"`, place)]
    }
    if (!isObject || introduced.has(schema)) return []
    return [migrationReachesOut(at, text, `the schema "${schema}"`, place)]
  })
}
