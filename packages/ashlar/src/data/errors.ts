/** Every error that the data layer can raise. Messages name tables, modules and files; never values, never passwords. */
import { AshlarError } from '../contract/errors.ts'

/** Where a statement came from, as its error tells it. */
export interface StatementOrigin {
  /** The module whose handle sent the statement. */
  readonly module: string
  /** The statement's first word, such as `insert`. */
  readonly verb: string
}

/** What PostgreSQL names in an error. */
export interface Violation extends StatementOrigin {
  readonly table: string | undefined
  readonly constraint: string | undefined
}

const sentBy = ({ module, verb }: StatementOrigin) => `the ${verb.toUpperCase()} of module "${module}"`

export function databaseUnreachable(address: string, reason: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH400',
    503,
    `The database at ${address} cannot be reached: ${reason}. Start it, or correct DATABASE_URL.`,
    { details: { address }, cause },
  )
}

export function databaseTooOld(address: string, version: string): AshlarError {
  return new AshlarError(
    'ASH401',
    500,
    `The database at ${address} is PostgreSQL ${version}; Ashlar needs 15 or newer. Upgrade it, or point DATABASE_URL to a newer one.`,
    { details: { address, version } },
  )
}

export function databaseRefusedSignIn(address: string, reason: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH402',
    503,
    `The database at ${address} does not let this app in: ${reason}. Correct the role, password or database name in DATABASE_URL.`,
    { details: { address }, cause },
  )
}

export function tooManyConnections(address: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH403',
    503,
    `The database at ${address} takes no more connections. Try again in a moment; if it stays so, lower the pool size or raise max_connections.`,
    { details: { address }, cause },
  )
}

export function noConnectionFree(poolSize: number, waitedMs: number, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH404',
    503,
    `None of the ${poolSize} database connections became free within ${waitedMs} ms. Try again in a moment; if it stays so, look for long transactions or raise the pool size.`,
    { details: { poolSize, waitedMs }, cause },
  )
}

export function connectionLost(cause: unknown): AshlarError {
  return new AshlarError(
    'ASH405',
    503,
    'The connection to the database broke inside a transaction; nothing of it was kept. Try again.',
    { cause, isPublic: true },
  )
}

/** The connection broke while a COMMIT was under way, so nobody here can tell whether it took effect. */
export function commitUnknown(cause: unknown): AshlarError {
  return new AshlarError(
    'ASH406',
    503,
    'The connection to the database broke while a change was being kept. Look whether it is there before trying again.',
    { cause, isPublic: true },
  )
}

/** @param what such as `Module "billing" used its database`. */
export function outsideUnitOfWork(what: string): AshlarError {
  return new AshlarError(
    'ASH407',
    500,
    `${what} outside of a request, job, command or test. Do it where a unit of work is open, or open one with runDetached().`,
    { details: { what } },
  )
}

export function unitOfWorkEnded(): AshlarError {
  return new AshlarError(
    'ASH408',
    500,
    'A statement came after the transaction of its request had ended, so it was not run. Await every statement before returning, or use afterCommit().',
  )
}

export function savepointEnded(): AshlarError {
  return new AshlarError(
    'ASH409',
    500,
    'A statement came after the savepoint it belongs to had ended, so it was not run. Await every statement inside savepoint().',
  )
}

export function savepointNotAwaited(): AshlarError {
  return new AshlarError(
    'ASH410',
    500,
    'The work ended while a savepoint was still open, so everything was rolled back. Await the promise that savepoint() returns.',
  )
}

export function failureSwallowed(cause: unknown): AshlarError {
  return new AshlarError(
    'ASH411',
    500,
    'A statement failed and its error was caught, but PostgreSQL had already given up the whole transaction; it was rolled back. Wrap what may fail in savepoint().',
    { cause },
  )
}

export function transactionGivenUp(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH412',
    500,
    `An earlier statement of this transaction failed, so ${sentBy(origin)} was not run. Wrap what may fail in savepoint().`,
    { details: { ...origin }, cause },
  )
}

export function readOnlyViolation(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH413',
    500,
    `A GET cannot write, so ${sentBy(origin)} was refused. Move it to a POST, PUT, PATCH or DELETE route, or use bookkeeping() for what must be noted on every visit.`,
    { details: { ...origin }, cause },
  )
}

export function uniqueViolation(at: Violation, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH414',
    409,
    `There is already a row like this in ${at.table ?? 'the table'} (${at.constraint ?? 'unique'}). Use another value.`,
    { details: { ...at }, cause },
  )
}

export function foreignKeyViolation(at: Violation, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH415',
    409,
    `A row of ${at.table ?? 'a table'} refers to something that is missing, or is still referred to (${at.constraint ?? 'foreign key'}). Change the other rows first.`,
    { details: { ...at }, cause },
  )
}

export function checkViolation(at: Violation, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH416',
    422,
    `A value breaks a rule of ${at.table ?? 'its table'} (${at.constraint ?? 'check'}). Correct it.`,
    { details: { ...at }, cause },
  )
}

export function valueMissing(at: Violation & { readonly column: string | undefined }, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH417',
    422,
    `A row of ${at.table ?? 'a table'} needs a value in ${at.column ?? 'every required column'}. Give one.`,
    { details: { ...at }, cause },
  )
}

export function valueDoesNotFit(origin: StatementOrigin, sqlState: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH418',
    422,
    `A value does not fit its column in ${sentBy(origin)} (SQLSTATE ${sqlState}). Correct it.`,
    { details: { ...origin, sqlState }, cause },
  )
}

export function changedMeanwhile(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError('ASH419', 409, `Someone else changed the same rows as ${sentBy(origin)}. Try again.`, {
    details: { ...origin },
    cause,
  })
}

export function deadlocked(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH420',
    409,
    `Two transactions waited for each other, and ${sentBy(origin)} gave way. Try again; take rows in the same order everywhere to avoid it.`,
    { details: { ...origin }, cause },
  )
}

export function statementTimedOut(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH421',
    503,
    `PostgreSQL stopped ${sentBy(origin)} because it took too long. Ask for less, add an index, or raise statementTimeoutMs.`,
    { details: { ...origin }, cause },
  )
}

export function rowLocked(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError('ASH422', 503, `The rows of ${sentBy(origin)} are in use by another transaction. Try again.`, {
    details: { ...origin },
    cause,
  })
}

export function planOutdated(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError('ASH423', 503, `A table changed its shape while ${sentBy(origin)} was prepared. Try again.`, {
    details: { ...origin },
    cause,
  })
}

export function statementFailed(
  origin: StatementOrigin,
  sqlState: string,
  reason: string | undefined,
  cause: unknown,
): AshlarError {
  const why = reason === undefined ? '' : `: ${reason}`
  return new AshlarError('ASH424', 500, `${sentBy(origin)} failed (SQLSTATE ${sqlState})${why}.`.replace(/^t/, 'T'), {
    details: { ...origin, sqlState },
    cause,
  })
}

/** A value could not be turned into what PostgreSQL takes, or a column's text into a JavaScript value. */
export function valueNotConverted(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH425',
    500,
    `A value of ${sentBy(origin)} cannot be converted between JavaScript and PostgreSQL. Check its type against the column's.`,
    { details: { ...origin }, cause },
  )
}

export function databaseUrlInvalid(variable: string): AshlarError {
  return new AshlarError(
    'ASH426',
    500,
    `${variable} is no address of a PostgreSQL database. Write it as postgres://role:password@host:5432/database.`,
    { details: { variable } },
  )
}

export function databaseClosed(): AshlarError {
  return new AshlarError('ASH427', 503, 'The app is stopping and has closed its database. Try again in a moment.')
}

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

export function tableOutsideSchema(module: string, table: string, schema: string): AshlarError {
  return new AshlarError(
    'ASH437',
    500,
    `Module "${module}" declares the table "${table}" in the schema "${schema}". Declare it with moduleSchema('${module}').table(…).`,
    { details: { module, table, schema } },
  )
}

export function referenceOutsideSchema(module: string, table: string, other: string): AshlarError {
  return new AshlarError(
    'ASH438',
    500,
    `The table "${table}" of module "${module}" has a foreign key to the schema "${other}". Keep the id as a plain value; another module's rows may go without asking.`,
    { details: { module, table, other } },
  )
}

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

export function snapshotUnreadable(module: string, file: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH453',
    500,
    `The snapshot ${file} of module "${module}" cannot be read. Restore it from version control.`,
    { details: { module, file }, cause },
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

export function nameGivenTwice(module: string, what: string): AshlarError {
  return new AshlarError(
    'ASH455',
    500,
    `Module "${module}" declares the ${what} twice. Give each its own name in its tables.`,
    { details: { module, what } },
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

/** PostgreSQL itself refused what the check of a statement's text cannot see, such as SQL that a function makes. */
export function statementCrossesWall(origin: StatementOrigin, other: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH457',
    500,
    `PostgreSQL refused ${sentBy(origin)}: it reaches into the schema of module "${other}". Ask module "${other}" through a service of its contract.`,
    { details: { ...origin, other }, cause },
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

export function ownDoorOnly(at: MigrationPlace, what: string, place: SqlPlace): AshlarError {
  return new AshlarError(
    'ASH463',
    500,
    `${inFile(at)} has ${what} at line ${place.line}, column ${place.column}. Leave it out: the framework decides who may use a schema, and others ask through services.`,
    { details: { ...at, what, ...place } },
  )
}

export function rulesNeedPrimaryKey(schema: string, table: string): AshlarError {
  return new AshlarError(
    'ASH466',
    500,
    `The table ${schema}.${table} has rules of its own, but no primary key of one column. Give it one, such as typeidColumn('…').primaryKey().default(newId).`,
    { details: { schema, table } },
  )
}

export function hiddenColumnUnknown(schema: string, table: string, key: string): AshlarError {
  return new AshlarError(
    'ASH467',
    500,
    `audited() of the table ${schema}.${table} names "${key}", but the table has no such column. Name columns by their keys in the table.`,
    { details: { schema, table, key } },
  )
}

/** What PostgreSQL tells of a write that rests on an older version of its row. */
export interface StaleWrite {
  readonly row: string
  readonly expected: number
  readonly actual: number
  /** The columns that have changed since. */
  readonly changed: readonly string[]
}

export function staleVersion(violation: Violation, stale: StaleWrite, cause: unknown): AshlarError {
  const changed = stale.changed.length === 0 ? '' : ` (${stale.changed.join(', ')})`
  const sentence = `This has changed since it was shown${changed}. Look at it as it is now, then save again.`
  return new AshlarError('ASH468', 409, sentence, {
    details: { ...violation, ...stale, fields: { version: sentence } },
    cause,
  })
}

export function otherTenant(origin: StatementOrigin, table: string | undefined, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH464',
    403,
    `${sentBy(origin)} was refused: a row${table === undefined ? '' : ` of ${table}`} would belong to another tenant than the one at work. Write it in withTenant().`,
    { details: { ...origin, table }, cause },
  )
}

export function noTenant(origin: StatementOrigin, table: string | undefined, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH465',
    403,
    `${sentBy(origin)} was refused: rows${table === undefined ? '' : ` of ${table}`} belong to a tenant, and none is at work. Bind one with withTenant(), or let the request's be found.`,
    { details: { ...origin, table }, cause },
  )
}

export function uniqueKeyMayBeNull(schema: string, table: string, key: string, column: string): AshlarError {
  return new AshlarError(
    'ASH469',
    500,
    `The unique constraint ${key} of ${schema}.${table} holds "${column}", which may be null; rows of that table are marked instead of deleted, and its constraints take nulls for alike. Make the column not null, or declare a uniqueIndex().where() that leaves marked rows out.`,
    { details: { schema, table, key, column } },
  )
}

export function allTenantsNotAvailable(): AshlarError {
  return new AshlarError(
    'ASH470',
    503,
    'allTenants() needs a role that the database does not have, or that the role of DATABASE_URL may not take. Let DATABASE_OWNER_URL have CREATEROLE and migrate again; on PostgreSQL 15 the role of DATABASE_URL has to be NOINHERIT.',
  )
}

/** With as many of them as there are connections, all would wait for each other. */
export function secondConnection(): AshlarError {
  return new AshlarError(
    'ASH471',
    500,
    'A transaction was asked for inside another one, which holds a connection for as long as it waits. Join the one that is open, undo a part of it with savepoint(), or use afterCommit() for what follows and bookkeeping() for what must survive.',
  )
}
