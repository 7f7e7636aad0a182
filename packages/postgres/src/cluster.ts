/** Makes a new database folder: data, roles and passwords, complete or not at all. */
import { type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import {
  binariesNotRunnable,
  dataOfOtherVersion,
  folderNotADatabase,
  initialisingFailed,
  userNotChangeable,
} from './errors.ts'
import type { Place } from './place.ts'
import { reachableData } from './reachable-data.ts'
import { serverEnvironment } from './server-environment.ts'
import type { SystemUser } from './server-user.ts'

/** The role that owns every database and migrates; it may make roles and databases and is no superuser. */
export const ownerRole = 'ashlar_owner'
/** The role that the app logs in as: it owns nothing. */
export const appRole = 'ashlar_app'

/** The passwords of the two roles: random, never typed by a person. */
export interface Passwords {
  readonly owner: string
  readonly app: string
}

/** What {@link createCluster} works with. */
export interface CreateClusterOptions {
  readonly place: Place
  readonly binaries: Binaries
  readonly user: SystemUser | undefined
  readonly fileOwner: SystemUser | undefined
  /** Whether to wait for the disk before the folder counts as made. */
  readonly durable: boolean
}

/**
 * Whether a database is there, of the version that the binaries can open.
 *
 * @throws ASH608 for another major version; ASH609 when the folder holds something else. Nothing is touched in either case.
 */
export function hasCluster(place: Place, major: string): boolean {
  if (existsSync(join(place.folder, 'PG_VERSION'))) {
    throw folderNotADatabase(place.folder, 'it is the data folder of another PostgreSQL server')
  }
  if (!existsSync(place.cluster)) return false
  const versionFile = join(place.data, 'PG_VERSION')
  if (!existsSync(versionFile)) throw folderNotADatabase(place.folder, `"${place.data}" has no PG_VERSION file`)
  const found = readFileSync(versionFile, 'utf8').trim()
  if (found !== major) throw dataOfOtherVersion(place.folder, found, major)
  return true
}

/**
 * Makes the database. It is built aside and renamed into place, so that an interruption at any point leaves nothing but a folder
 * that the next call removes. To be called under the start lock.
 *
 * @throws ASH602, ASH605, ASH610.
 */
export async function createCluster(options: CreateClusterOptions): Promise<void> {
  const { place, user, fileOwner, durable } = options
  const draft = join(place.folder, `unfinished-${randomUUID()}`)
  const data = join(draft, 'data')
  try {
    mkdirSync(draft)
    chmodSync(draft, user ? 0o711 : 0o700)
    mkdirSync(data, { mode: 0o700 })
    if (user) chownSync(data, user.uid, user.gid)
    const passwords = { owner: createPassword(), app: createPassword() }
    await runInitdb(options, data)
    createRoles(options, data, passwords)
    const files = [
      { path: join(data, 'pg_hba.conf'), text: accessRules, owner: user },
      { path: join(draft, 'passwords.json'), text: JSON.stringify(passwords), owner: fileOwner },
    ]
    for (const { path, text, owner } of files) {
      writeFileSync(path, text, { mode: 0o600, flush: durable })
      if (owner) chownSync(path, owner.uid, owner.gid)
    }
    if (fileOwner) chownSync(draft, fileOwner.uid, fileOwner.gid)
    renameSync(draft, place.cluster)
    if (durable) syncFolder(place.folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true, maxRetries: 3 })
    throw error
  }
}

/** Reads the passwords that fit the data. */
export function readPasswords(place: Place): Passwords {
  return JSON.parse(readFileSync(place.passwords, 'utf8')) as Passwords
}

/** The two roles come in with their passwords, by socket or loopback; the superuser and everybody else do not come in at all. */
const accessRules = `# Written when the folder was made.
local  all  ${ownerRole},${appRole}                scram-sha-256
host   all  ${ownerRole},${appRole}  127.0.0.1/32  scram-sha-256
local  all  all                                  reject
host   all  all  all                             reject
`

/** Removes what interrupted calls left. Where a program of theirs still writes, something stays for the next time. */
export function removeUnfinished(place: Place): void {
  for (const name of readdirSync(place.folder)) {
    if (!name.startsWith('unfinished-')) continue
    try {
      rmSync(join(place.folder, name), { recursive: true, force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error
    }
  }
}

function createPassword(): string {
  return randomBytes(24).toString('base64url')
}

async function runInitdb({ place, binaries, user, durable }: CreateClusterOptions, data: string): Promise<void> {
  const { cwd, argument } = reachableData(data, user)
  const args = [
    ...['-D', argument, '--username=postgres', '--auth=reject', '--no-instructions'],
    // People expect "Zoe" after "anna": ICU sorts alike on every system; byte order would not.
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=und'],
    ...[
      '-c',
      'max_connections=200',
      '-c',
      'shared_buffers=64MB',
      '-c',
      'max_wal_size=512MB',
      '-c',
      'min_wal_size=32MB',
    ],
    ...(durable ? [] : ['--no-sync']),
  ]
  const { code, output } = await run(binaries.initdb, args, { cwd, env: serverEnvironment(), ...user }).catch(
    (cause: NodeJS.ErrnoException) => {
      throw cause.code === 'EPERM' && user
        ? userNotChangeable(user.uid, cause)
        : binariesNotRunnable(binaries.initdb, cause)
    },
  )
  if (code !== 0) throw initialisingFailed(place.folder, output)
}

/** Asynchronous, so that the command stays awake, and raising alike what the system refuses at once and later. */
async function run(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8')
    stream?.on('data', (text: string) => {
      output += text
    })
  }
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

/** Single-user mode needs no running server and no superuser who can log in. Each line is one command. */
function createRoles({ place, binaries, user }: CreateClusterOptions, data: string, passwords: Passwords): void {
  const { cwd, argument } = reachableData(data, user)
  const commands = [
    `create role ${ownerRole} login createdb createrole password '${passwords.owner}'`,
    `create role ${appRole} login password '${passwords.app}'`,
    // So that a test database can be dropped while a session of the app is still ending.
    `grant pg_signal_backend to ${ownerRole}`,
  ]
  // Stretching protects guessable passwords; these have 192 random bits, and every new connection would pay for it.
  const args = [
    '--single',
    '-D',
    argument,
    '-c',
    'scram_iterations=1',
    '-c',
    'log_error_verbosity=terse',
    '-c',
    'log_min_error_statement=panic',
    'postgres',
  ]
  const { status, stderr, error } = spawnSync(binaries.postgres, args, {
    cwd,
    env: serverEnvironment(),
    input: `${commands.join('\n')}\n`,
    encoding: 'utf8',
    ...user,
  })
  // Single-user mode goes on after an error and ends with status 0.
  if (status !== 0 || /(ERROR|FATAL|PANIC): /.test(stderr)) throw initialisingFailed(place.folder, stderr, error)
}

function syncFolder(folder: string): void {
  // Windows cannot open a folder for that.
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
