/**
 * The private folder of the server's socket.
 *
 * It is short, since a socket's path may have only about 100 bytes, and open to the server's user alone, so that no other user of
 * the machine can try passwords or put a socket of his own in its place.
 */
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { socketFolderNotUsable } from './errors.ts'
import { canEnter, type SystemUser } from './server-user.ts'

/** The limit is 104 bytes on macOS and 108 on Linux; a server's socket adds 14 to its folder. */
const maxFolderBytes = 86

/**
 * Makes the folder for the server on `folder`, or takes the one that is there.
 *
 * @throws ASH614 when somebody else has taken it.
 */
export function prepareSocketFolder(folder: string, user: SystemUser | undefined): string {
  const path = join(chooseParent(user), socketFolderName(folder))
  mkdirSync(path, { mode: 0o700, recursive: true })
  const stat = lstatSync(path)
  const us = process.getuid?.()
  const isFresh = stat.uid === us || stat.uid === user?.uid
  if (!stat.isDirectory() || !isFresh) throw socketFolderNotUsable(path, 'another user has made it')
  chmodSync(path, 0o700)
  if (user) chownSync(path, user.uid, user.gid)
  return path
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
