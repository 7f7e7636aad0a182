/** Compares a module's tables with its last snapshot and writes the SQL that leads from one to the other. */
import { is } from 'drizzle-orm'
import { PgSchema } from 'drizzle-orm/pg-core'
import { checkTables } from './check-tables.ts'
import { diffRules, dropKeysFirst, keepRowsOfFirstTenant, withRules } from './diff-rules.ts'
import type { Hint, MigrationKit, MissingHint, Snapshot, SnapshotEntity } from './kit.ts'

export interface DiffOptions {
  /** The module's id, which is its schema's name. */
  readonly module: string
  /** The exports of the module's `tables.ts`. */
  readonly tables: object
  /** The last snapshot. @default none, for a module without migrations */
  readonly snapshot?: Snapshot | undefined
  readonly kit: MigrationKit
  /** Answers to the questions of an earlier, undecided diff. */
  readonly answers?: readonly RenameAnswer[]
}

/** Something new that may be something old by another name. */
export interface RenameQuestion {
  readonly kind: 'table' | 'column' | 'enum' | 'sequence' | 'view'
  /** Schema, table and name of what is new, as far as the kind has them. */
  readonly entity: readonly string[]
  /** What vanished and may have been renamed to it. */
  readonly candidates: readonly (readonly string[])[]
}

/** Whether something is new, or what it was called before. */
export interface RenameAnswer extends Pick<RenameQuestion, 'kind' | 'entity'> {
  /** The old schema, table and name; `undefined` says that it is new, and that the old one is dropped. */
  readonly renamedFrom?: readonly string[] | undefined
}

/** What came of a comparison. */
export type ModuleDiff =
  | { readonly status: 'unchanged' }
  | { readonly status: 'undecided'; readonly questions: readonly RenameQuestion[] }
  | {
      readonly status: 'changed'
      readonly sql: string
      readonly snapshot: Snapshot
      /** The statements that lose data, such as a dropped column. */
      readonly losesData: readonly string[]
    }

/**
 * Compares the tables of one module with its last snapshot.
 *
 * Only tables, columns, enums, sequences and views are worth a question; what else is new is made, what vanished goes.
 *
 * @throws ASH437, ASH438, ASH455 or ASH572 for the first table that breaks a rule.
 */
export async function diffModule({ module, tables, snapshot, kit, answers = [] }: DiffOptions): Promise<ModuleDiff> {
  const [problem] = checkTables(module, tables)
  if (problem !== undefined) throw problem
  const previous = withSchema(snapshot ?? (await readState(kit, {})), module)
  const described = await readState(kit, withoutSchemas(tables), previous.id)
  const current = withRules(withSchema(described, module), tables)
  const outcome = await findStatements(kit, previous, current, answers.map(hintOf))
  if ('questions' in outcome) return { status: 'undecided', questions: outcome.questions }
  const rules = diffRules(module, previous, current, renamedTables(answers))
  const changes = dropKeysFirst(keepRowsOfFirstTenant(outcome.statements))
  const statements = [...rules.removed, ...changes, ...rules.made]
  if (statements.length === 0) return { status: 'unchanged' }
  return {
    status: 'changed',
    sql: formatMigration(statements),
    snapshot: current,
    losesData: statements.filter(losesData),
  }
}

async function readState(kit: MigrationKit, tables: object, previousId?: string): Promise<Snapshot> {
  return (await kit.generateDrizzleJson({ ...tables }, previousId)) as Snapshot
}

function withoutSchemas(tables: object): object {
  return Object.fromEntries(Object.entries(tables).filter(([, value]) => !is(value, PgSchema)))
}

/** The framework makes the schema, so that no migration may create or drop it. */
function withSchema(snapshot: Snapshot, module: string): Snapshot {
  const rest = snapshot.ddl.filter(({ entityType }) => entityType !== 'schemas')
  return { ...snapshot, ddl: [{ name: module, entityType: 'schemas' }, ...rest] }
}

function hintOf({ kind, entity, renamedFrom }: RenameAnswer): Hint {
  if (renamedFrom === undefined) return { type: 'create', kind, entity }
  return { type: 'rename', kind, from: renamedFrom, to: entity }
}

/** What tables were called before, by their names of today. */
function renamedTables(answers: readonly RenameAnswer[]): ReadonlyMap<string, string> {
  return new Map(
    answers.flatMap(({ kind, entity, renamedFrom }) =>
      kind === 'table' && renamedFrom !== undefined ? [[String(entity.at(-1)), String(renamedFrom.at(-1))]] : [],
    ),
  )
}

type Outcome = { readonly statements: readonly string[] } | { readonly questions: readonly RenameQuestion[] }

async function findStatements(
  kit: MigrationKit,
  previous: Snapshot,
  current: Snapshot,
  hints: readonly Hint[],
): Promise<Outcome> {
  try {
    const statements = await kit.generateMigration({ ...previous }, { ...current }, { hints: hints as never[] })
    return { statements }
  } catch (error) {
    const missing = missingHintsOf(error)
    if (missing === undefined) throw error
    const questions = missing.flatMap((hint) => questionFor(hint, previous, current))
    if (questions.length > 0) return { questions }
    const made = missing.map(({ kind, entity }): Hint => ({ type: 'create', kind, entity }))
    return findStatements(kit, previous, current, [...hints, ...made])
  }
}

function missingHintsOf(error: unknown): readonly MissingHint[] | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'missing_hints') return undefined
  return 'missingHints' in error ? (error.missingHints as readonly MissingHint[]) : undefined
}

/** The plural that snapshots list each kind under. A renamed index or constraint is made anew without a question. */
const entityTypes = { table: 'tables', column: 'columns', enum: 'enums', sequence: 'sequences', view: 'views' } as const

function questionFor({ kind, entity }: MissingHint, previous: Snapshot, current: Snapshot): readonly RenameQuestion[] {
  if (!isAsked(kind)) return []
  const kept = new Set(current.ddl.filter(isOf(entityTypes[kind])).map((each) => JSON.stringify(nameOf(each))))
  const candidates = previous.ddl
    .filter(isOf(entityTypes[kind]))
    .map(nameOf)
    .filter((name) => !kept.has(JSON.stringify(name)))
    .filter((name) => kind !== 'column' || name[1] === entity[1])
  return [{ kind, entity, candidates }]
}

function isAsked(kind: string): kind is RenameQuestion['kind'] {
  return Object.hasOwn(entityTypes, kind)
}

function isOf(entityType: string): (entity: SnapshotEntity) => boolean {
  return (entity) => entity.entityType === entityType
}

function nameOf({ schema = '', table, name }: SnapshotEntity): readonly string[] {
  return table === undefined ? [schema, name] : [schema, table, name]
}

function losesData(statement: string): boolean {
  return /^\s*DELETE FROM\b|^\s*DROP (TABLE|MATERIALIZED VIEW|SEQUENCE)\b|\bDROP COLUMN\b|\bSET DATA TYPE\b/i.test(
    statement,
  )
}

function formatMigration(statements: readonly string[]): string {
  return `${statements.map((statement) => statement.trim().replaceAll('\t', '  ')).join('\n\n')}\n`
}
