/** The server's programs, ready to run. */
import { copyPackage } from './package-copy.ts'
import { getPlatformPackage, isReadableBy, programIn, repairLinks } from './platform-package.ts'
import type { SystemUser } from './server-user.ts'

/** The programs of one PostgreSQL release. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
  /** The major version as a data folder names it, such as "18". */
  readonly major: string
}

/**
 * Returns programs that `user` (by default whoever runs this process) can run, after repairing their library links.
 *
 * Where the package cannot be repaired or read by that user, they come from a copy, made once; `onCopy` is called before, since it
 * takes a moment. Safe in any number of processes at once.
 *
 * @throws ASH600, ASH601 when this platform has none; ASH603 when they can be neither repaired nor copied.
 */
export function prepareBinaries(user?: SystemUser, onCopy?: () => void): Binaries {
  const installed = getPlatformPackage()
  const ready =
    isReadableBy(user, installed) && repairLinks(installed) ? installed : copyPackage(installed, user, onCopy)
  return {
    initdb: programIn(ready, 'initdb'),
    postgres: programIn(ready, 'postgres'),
    pgCtl: programIn(ready, 'pg_ctl'),
    major: ready.version.split('.')[0] ?? ready.version,
  }
}
