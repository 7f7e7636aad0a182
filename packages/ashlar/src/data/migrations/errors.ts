/** What keeps a migration from running. */
import { AshlarError } from '../../contract/errors.ts'
import type { SqlPlace } from '../sql/errors.ts'

/** A migration at its place: the module and the file within its package. */
export interface MigrationPlace {
  readonly module: string
  /** The path of the file. */
  readonly file: string
}

const inFile = ({ module, file }: MigrationPlace) => `Migration ${file} of module "${module}"`

export function migrationMisnamed(at: MigrationPlace): AshlarError {
  return new AshlarError(
    'ASH440',
    500,
    `${inFile(at)} has a name that gives it no place. Name it like 0001_create_order.sql, with the next free number.`,
    { details: { ...at } },
  )
}

export function migrationNumberTaken(at: MigrationPlace, other: string): AshlarError {
  return new AshlarError(
    'ASH441',
    500,
    `${inFile(at)} has the same number as ${other}. Give the newer one the next free number.`,
    { details: { ...at, other } },
  )
}

export function migrationEdited(at: MigrationPlace, applied: string, found: string): AshlarError {
  return new AshlarError(
    'ASH442',
    500,
    `${inFile(at)} was edited after it was applied: its checksum was ${applied} and is ${found}. Restore the file and write a new migration with the change.`,
    { details: { ...at, applied, found } },
  )
}

export function migrationGone(at: MigrationPlace): AshlarError {
  return new AshlarError(
    'ASH443',
    500,
    `${inFile(at)} was applied to this database, but the file is gone. Restore it, or install the version of the module that has it.`,
    { details: { ...at } },
  )
}

export function migrationOutOfOrder(at: MigrationPlace, lastApplied: string): AshlarError {
  return new AshlarError(
    'ASH444',
    500,
    `${inFile(at)} is new but stands before ${lastApplied}, which is applied already. Give it a number after that one.`,
    { details: { ...at, lastApplied } },
  )
}

export function migrationFailed(
  at: MigrationPlace,
  failure: { readonly place: SqlPlace; readonly sqlState: string; readonly reason: string; readonly remedy: string },
  cause: unknown,
): AshlarError {
  const { place, sqlState, reason, remedy } = failure
  return new AshlarError(
    'ASH445',
    500,
    `${inFile(at)} failed at line ${place.line}, column ${place.column}: ${reason} (SQLSTATE ${sqlState}). ${remedy}`,
    { details: { ...at, ...place, sqlState, reason }, cause },
  )
}

export function migrationReachesOut(at: MigrationPlace, name: string, owner: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH446',
    500,
    `${inFile(at)} names ${name} at line ${place.line}, column ${place.column}, which belongs to ${owner}. Keep to the schema "${at.module}"; hold another module's ids as plain values.`,
    { details: { ...at, name, owner, ...place } },
  )
}

export function migrationNotAllowed(at: MigrationPlace, what: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH447',
    500,
    `${inFile(at)} has ${what} at line ${place.line}, column ${place.column}. Leave it out: the framework opens the transaction, the schema and the role.`,
    { details: { ...at, what, ...place } },
  )
}

export function migrationNeedsOneStatement(at: MigrationPlace, count: number): AshlarError {
  return new AshlarError(
    'ASH448',
    500,
    `${inFile(at)} asks for no transaction but has ${count} statements. Give each a file of its own, so that none can be half done.`,
    { details: { ...at, count } },
  )
}

export function migrationUnreadable(at: MigrationPlace, what: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH449',
    500,
    `${inFile(at)} has ${what} that begins at line ${place.line}, column ${place.column} and is never closed. Close it.`,
    { details: { ...at, what, ...place } },
  )
}

export function migrationLockBusy(waitedMs: number, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH450',
    503,
    `Another process has been migrating this database for more than ${waitedMs} ms. Wait for it to end, then try again.`,
    { details: { waitedMs }, cause },
  )
}

export function migrationsRefused(problems: readonly AshlarError[]): AshlarError {
  return new AshlarError(
    'ASH451',
    500,
    `${problems.length} migrations cannot run, so none did.\n${problems.map(({ message }) => `- ${message}`).join('\n')}`,
    { details: { problems: problems.map(({ code, details }) => ({ code, details })) } },
  )
}

export function databaseBehind(pending: readonly { readonly module: string; readonly name: string }[]): AshlarError {
  const names = pending.map(({ module, name }) => `${module}/${name}`)
  return new AshlarError(
    'ASH452',
    503,
    `The database is ${pending.length} migrations behind (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}). Run "ashlar db migrate".`,
    { details: { pending: names } },
  )
}

export function schemaNotPrepared(schema: string, reason: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH454',
    500,
    `The schema "${schema}" cannot be made ready: ${reason}. Let DATABASE_OWNER_URL sign in as a role that owns the database, and DATABASE_URL as one that exists.`,
    { details: { schema }, cause },
  )
}

export function migrationCrossesWall(at: MigrationPlace, other: string, place: SqlPlace, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH456',
    500,
    `${inFile(at)} reaches into the schema of module "${other}" at line ${place.line}, column ${place.column}, and PostgreSQL refused it. Keep to the schema "${at.module}"; ask module "${other}" through a service of its contract.`,
    { details: { ...at, other, ...place }, cause },
  )
}

export function migrationNeedsTransaction(at: MigrationPlace, verb: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH458',
    500,
    `${inFile(at)} asks for no transaction, but ${verb.toUpperCase()} at line ${place.line}, column ${place.column} does not need that. Remove the line "-- ashlar: no-transaction"; it is for building and removing indexes concurrently, and the like.`,
    { details: { ...at, verb, ...place } },
  )
}

export function ownDoorOnly(at: MigrationPlace, what: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH463',
    500,
    `${inFile(at)} has ${what} at line ${place.line}, column ${place.column}. Leave it out: the framework decides who may use a schema, and others ask through services.`,
    { details: { ...at, what, ...place } },
  )
}

export function rulesNotRenewed(module: string, cause: unknown): AshlarError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AshlarError(
    'ASH573',
    500,
    `What rules make on the tables of module "${module}" could not be brought up to date: ${reason}. Its migrations are kept. Migrate again, when no transaction holds its tables for more than seconds.`,
    { details: { module, reason }, cause },
  )
}
