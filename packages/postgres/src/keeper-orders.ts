import type { PostmasterOrders } from './postmaster.ts'
import type { ServerFile } from './server-file.ts'
import type { SystemUser } from './server-user.ts'

/** What the keeper is told when it is started, as JSON in its first argument. Holds no secret. */
export interface KeeperOrders {
  /** The running server to keep. */
  readonly pid: number
  /** How to start it again. */
  readonly postmaster: PostmasterOrders
  /** Where it listens, and where leases are taken. */
  readonly server: ServerFile
  /** The start lock of the folder. */
  readonly lock: string
  /** Whom the lease socket is given to, so that this user can adopt the server; undefined for the keeper's own. */
  readonly leaseOwner: SystemUser | undefined
}
