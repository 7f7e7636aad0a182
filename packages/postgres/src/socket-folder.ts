/**
 * The private folder of the server's socket.
 *
 * It is short, since a socket's path may have only about 100 bytes, and open to the server's user alone, so that no other user of
 * the machine can try passwords or put a socket of his own in its place.
 */
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketFolderNotUsable } from './errors.ts'
import { isPostmaster } from './process-identity.ts'
import { canEnter, type SystemUser } from './server-user.ts'

/** A socket's path has room for 103 bytes on macOS; its name adds 14 to the folder, and a name chosen to avoid another adds 5. */
const maxFolderBytes = 84

/**
 * Makes an empty folder for the socket of the server on `folder`. It is the same each time, so that a program that was connected before
 * a crash finds the server again. To be called when no server runs on `folder`.
 *
 * @throws ASH614 when somebody else has taken it.
 */
export function prepareSocketFolder(folder: string, user: SystemUser | undefined): string {
  const usual = join(chooseParent(user), socketFolderName(folder))
  // A project that was moved while its server ran left the server here, and another project has taken its place.
  const path = isInUse(usual) ? `${usual}-${randomBytes(2).toString('hex')}` : usual
  mkdirSync(path, { mode: 0o700, recursive: true })
  const stat = lstatSync(path)
  const isOurs = stat.uid === process.getuid?.() || stat.uid === user?.uid
  if (!stat.isDirectory() || !isOurs) throw socketFolderNotUsable(path, 'another user has made it')
  chmodSync(path, 0o700)
  if (user) chownSync(path, user.uid, user.gid)
  // PostgreSQL goes by the process id in its lock file alone, which may have been handed out again.
  for (const left of readdirSync(path)) rmSync(join(path, left))
  return path
}

function isInUse(path: string): boolean {
  try {
    return isPostmaster(Number.parseInt(readFileSync(join(path, '.s.PGSQL.5432.lock'), 'utf8'), 10))
  } catch {
    return false
  }
}

/** Names the lease pipe of Windows, where there is no folder to put it in. */
export function leasePipe(folder: string): string {
  return `\\\\.\\pipe\\${socketFolderName(folder)}`
}

function socketFolderName(folder: string): string {
  return `ashlar-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 16)}`
}

function chooseParent(user: SystemUser | undefined): string {
  const preferred = realpathSync(tmpdir())
  const fits = Buffer.byteLength(join(preferred, 'ashlar-0123456789abcdef')) <= maxFolderBytes
  return fits && canEnter(user, preferred) ? preferred : '/tmp'
}
