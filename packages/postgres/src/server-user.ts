/**
 * Whom the server runs as.
 *
 * PostgreSQL refuses root. Started by root, it runs as the owner of the data, else as the owner of the project, so that this
 * user can go on with it later, else as "nobody". No user is created.
 */
import { readFileSync, statSync } from 'node:fs'
import { dirname, parse } from 'node:path'
import { noServerUser } from './errors.ts'
import type { Place } from './place.ts'

/** A user and group by number. */
export interface SystemUser {
  readonly uid: number
  readonly gid: number
}

/** Chooses the user for the server; undefined when that is whoever runs this process. */
export function chooseServerUser(place: Place): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const dataOwner = ownerOf(place.data)
  if (dataOwner && dataOwner.uid !== 0) return dataOwner
  const projectOwner = nearestOwner(place.folder)
  // initdb refuses a user without a name.
  if (projectOwner.uid !== 0 && findUserLine((fields) => fields[2] === String(projectOwner.uid))) return projectOwner
  const nobody = findUserLine((fields) => fields[0] === 'nobody')
  if (!nobody) throw noServerUser()
  return { uid: Number(nobody[2]), gid: Number(nobody[3]) }
}

/** Whom files that root makes in the folder belong to: the project's owner, so that he is not locked out of his own folder. */
export function chooseFileOwner(place: Place): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = nearestOwner(place.folder)
  return owner.uid === 0 ? undefined : owner
}

/** Whether the user may read `path` and pass every folder above it, going by owner, group and mode. */
export function canReach(user: SystemUser | undefined, path: string): boolean {
  return !user || (canEnter(user, dirname(path)) && allows(user, path, 4))
}

/** Whether the user may pass `folder` and every folder above it. */
export function canEnter(user: SystemUser | undefined, folder: string): boolean {
  return !user || (allows(user, folder, 1) && (folder === parse(folder).root || canEnter(user, dirname(folder))))
}

function allows({ uid, gid }: SystemUser, path: string, right: 1 | 4): boolean {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return false
  const shift = stat.uid === uid ? 6 : stat.gid === gid ? 3 : 0
  return ((stat.mode >> shift) & right) !== 0
}

function ownerOf(path: string): SystemUser | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat && { uid: stat.uid, gid: stat.gid }
}

function nearestOwner(folder: string): SystemUser {
  return ownerOf(folder) ?? nearestOwner(dirname(folder))
}

function findUserLine(matches: (fields: readonly string[]) => boolean): readonly string[] | undefined {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .find(matches)
  } catch {
    return undefined
  }
}
