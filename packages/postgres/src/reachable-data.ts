import { existsSync } from 'node:fs'
import { folderNotReachable } from './errors.ts'
import { canReach, type SystemUser } from './server-user.ts'

/** How to name a data folder to a program that runs as another user. */
export interface ReachableData {
  readonly cwd: string
  /** The value for the option `-D`. */
  readonly argument: string
}

/**
 * Finds a way for `user` into the data folder.
 *
 * A project below a folder such as /root, which only root can enter, is closed to the server's user however its own folder is
 * set. On Linux the process is put into the data folder before it changes user, and reaches it as its own working directory.
 *
 * @throws ASH607 when there is no way.
 */
export function reachableData(data: string, user: SystemUser | undefined): ReachableData {
  if (!user || canReach(user, data)) return { cwd: data, argument: data }
  const ownWorkingDirectory = '/proc/self/cwd'
  if (process.platform === 'linux' && existsSync(ownWorkingDirectory))
    return { cwd: data, argument: ownWorkingDirectory }
  throw folderNotReachable(data, user.uid)
}
