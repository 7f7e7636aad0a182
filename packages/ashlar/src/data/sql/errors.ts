/** What the wall between modules refuses. Messages name modules, tables and places in a text; never values. */
import { AshlarError } from '../../contract/errors.ts'
import { describeSender, type StatementOrigin } from '../errors.ts'

/** A place inside a SQL text. */
export interface SqlPlace {
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1. */
  readonly column: number
}

const at = ({ line, column }: SqlPlace) => `line ${line}, column ${column}`

export function namesAnotherModule(module: string, other: string, name: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH430',
    500,
    `Module "${module}" names ${name}, which belongs to module "${other}" (${at(place)} of its SQL). Ask module "${other}" through a service of its contract.`,
    { details: { module, other, name, ...place } },
  )
}

export function namesForeignSchema(module: string, schema: string, name: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH431',
    500,
    `Module "${module}" names ${name} (${at(place)} of its SQL), but the schema "${schema}" is not its own. Keep to the schema "${module}".`,
    { details: { module, schema, name, ...place } },
  )
}

export function statementNotAllowed(module: string, verb: string): AshlarError {
  return new AshlarError(
    'ASH432',
    500,
    `Module "${module}" may not run ${verb.toUpperCase()} through its handle. Transactions belong to the request (use savepoint() inside one), tables to migrations, settings to the framework.`,
    { details: { module, verb } },
  )
}

export function severalStatements(module: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH433',
    500,
    `Module "${module}" sends more than one statement in one text (the second begins at ${at(place)}). Send each by itself.`,
    { details: { module, ...place } },
  )
}

export function functionNotAllowed(module: string, name: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH434',
    500,
    `Module "${module}" calls ${name}() (${at(place)} of its SQL), which can leave the module's schema. Write the query out.`,
    { details: { module, name, ...place } },
  )
}

export function lockOutlivesTransaction(module: string, name: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH575',
    500,
    `Module "${module}" calls ${name}() (${at(place)} of its SQL), whose lock belongs to the connection: whoever gets that next would hold it. Call pg_advisory_xact_lock(), which ends with the transaction.`,
    { details: { module, name, ...place } },
  )
}

export function writesCatalog(module: string, name: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH435',
    500,
    `Module "${module}" writes to ${name} (${at(place)} of its SQL), which is PostgreSQL's own. Use a migration.`,
    { details: { module, name, ...place } },
  )
}

export function unreadableSql(module: string, what: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH436',
    500,
    `A SQL text of module "${module}" has ${what} that is never closed (it begins at ${at(place)}). Close it.`,
    { details: { module, what, ...place } },
  )
}

/** PostgreSQL itself refused what the check of a statement's text cannot see, such as SQL that a function makes. */
export function statementCrossesWall(origin: StatementOrigin, other: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH457',
    500,
    `PostgreSQL refused ${describeSender(origin)}: it reaches into the schema of module "${other}". Ask module "${other}" through a service of its contract.`,
    { details: { ...origin, other }, cause },
  )
}

export function namesNoSchema(module: string, name: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH459',
    500,
    `Module "${module}" names ${name} without its schema (${at(place)} of its SQL), so it could be anybody's. Write "${module}.${name}".`,
    { details: { module, name, ...place } },
  )
}

export function readsOthersValues(module: string, name: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH460',
    500,
    `Module "${module}" reads ${name} (${at(place)} of its SQL), which tells values and statements of every module. Read the tables of the schema "${module}" instead.`,
    { details: { module, name, ...place } },
  )
}

export function sequenceNotNamed(module: string, name: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH461',
    500,
    `Module "${module}" calls ${name}() (${at(place)} of its SQL) without naming the sequence in the text. Write it out, such as ${name}('${module}.invoice_seq').`,
    { details: { module, name, ...place } },
  )
}

export function stringReadsTwoWays(module: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH462',
    500,
    `A string of module "${module}" has a backslash before a quote (${at(place)} of its SQL), which PostgreSQL may read in two ways. Write it as E'…\\\\' with the backslash doubled, or give it as a value.`,
    { details: { module, ...place } },
  )
}
