import type { PostmasterOrders } from './postmaster.ts'
import type { SystemUser } from './server-user.ts'

/** What the keeper is told when it is started, as JSON in its first argument. Holds no secret. */
export interface KeeperOrders {
  readonly postmaster: PostmasterOrders
  /** The start lock of the folder. */
  readonly lock: string
  /** Where leases are taken: a unix socket, or a named pipe on Windows. */
  readonly leaseAddress: string
  /** Whom the lease socket is given to, so that this user can adopt the server; undefined for the keeper's own. */
  readonly leaseOwner: SystemUser | undefined
  /** Removed when the server has stopped. */
  readonly socketFolder: string | undefined
}
