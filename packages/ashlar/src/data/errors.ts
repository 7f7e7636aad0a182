/** What connections, units of work and statements can raise. Messages name tables, modules and files; never values, never passwords. */
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

/** Who sent a statement, as errors tell it. */
export const describeSender = ({ module, verb }: StatementOrigin) => `the ${verb.toUpperCase()} of module "${module}"`

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
    `An earlier statement of this transaction failed, so ${describeSender(origin)} was not run. Wrap what may fail in savepoint().`,
    { details: { ...origin }, cause },
  )
}

export function readOnlyViolation(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH413',
    500,
    `A GET cannot write, so ${describeSender(origin)} was refused. Move it to a POST, PUT, PATCH or DELETE route, or use bookkeeping() for what must be noted on every visit.`,
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
    `A value does not fit its column in ${describeSender(origin)} (SQLSTATE ${sqlState}). Correct it.`,
    { details: { ...origin, sqlState }, cause },
  )
}

export function changedMeanwhile(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError('ASH419', 409, `Someone else changed the same rows as ${describeSender(origin)}. Try again.`, {
    details: { ...origin },
    cause,
  })
}

export function deadlocked(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH420',
    409,
    `Two transactions waited for each other, and ${describeSender(origin)} gave way. Try again; take rows in the same order everywhere to avoid it.`,
    { details: { ...origin }, cause },
  )
}

export function statementTimedOut(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH421',
    503,
    `PostgreSQL stopped ${describeSender(origin)} because it took too long. Ask for less, add an index, or raise statementTimeoutMs.`,
    { details: { ...origin }, cause },
  )
}

/** The server has run out of something. Nothing of the statement was kept, and it would do as well once there is more. */
export function databaseExhausted(origin: StatementOrigin, reason: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH960',
    503,
    `The database server lacks what ${describeSender(origin)} needs: ${reason}. Nothing of it was kept. Give the server more disk, memory or connections; then it goes on by itself.`,
    { details: { ...origin }, cause },
  )
}

export function rowLocked(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH422',
    503,
    `The rows of ${describeSender(origin)} are in use by another transaction. Try again.`,
    {
      details: { ...origin },
      cause,
    },
  )
}

export function planOutdated(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH423',
    503,
    `A table changed its shape while ${describeSender(origin)} was prepared. Try again.`,
    {
      details: { ...origin },
      cause,
    },
  )
}

export function statementFailed(
  origin: StatementOrigin,
  sqlState: string,
  reason: string | undefined,
  cause: unknown,
): AshlarError {
  const why = reason === undefined ? '' : `: ${reason}`
  return new AshlarError(
    'ASH424',
    500,
    `${describeSender(origin)} failed (SQLSTATE ${sqlState})${why}.`.replace(/^t/, 'T'),
    {
      details: { ...origin, sqlState },
      cause,
    },
  )
}

/** A value could not be turned into what PostgreSQL takes, or a column's text into a JavaScript value. */
export function valueNotConverted(origin: StatementOrigin, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH425',
    500,
    `A value of ${describeSender(origin)} cannot be converted between JavaScript and PostgreSQL. Check its type against the column's.`,
    { details: { ...origin }, cause },
  )
}

export function amountNotExact(): AshlarError {
  return new AshlarError(
    'ASH569',
    422,
    'An amount of money is no whole number of its smallest unit, or too large to be exact. Give whole cents, between -9007199254740991 and 9007199254740991.',
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

/** With as many of them as there are connections, all would wait for each other. */
export function secondConnection(): AshlarError {
  return new AshlarError(
    'ASH471',
    500,
    'A transaction was asked for inside another one, which holds a connection for as long as it waits. Join the one that is open, undo a part of it with savepoint(), or use afterCommit() for what follows and bookkeeping() for what must survive.',
  )
}

/** Others got in the way of a transaction at each of its tries. */
export function conflictedTooOften(tries: number, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH580',
    503,
    `Others changed the same rows each of the ${tries} times this was tried, and nothing of it was kept. Try again in a moment; if it stays so, touch fewer rows in one transaction, or lock them first with "for update".`,
    { details: { tries }, cause },
  )
}
