import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'
import type { PostmasterOrders } from './postmaster.ts'
import { reachableData } from './reachable-data.ts'
import { isOnSocket, type ServerFile } from './server-file.ts'
import type { SystemUser } from './server-user.ts'

/** What {@link createPostmasterOrders} works with. */
export interface PostmasterOrdersOptions {
  readonly place: Place
  readonly binaries: Binaries
  readonly user: SystemUser | undefined
  readonly server: ServerFile
}

/** Says how to run the server of a folder: the settings that belong to a running server; the tunable ones are in its `postgresql.conf`. */
export function createPostmasterOrders({ place, binaries, user, server }: PostmasterOrdersOptions): PostmasterOrders {
  const { cwd, argument } = reachableData(place.data, user)
  const settings = {
    port: String(server.port),
    ...(isOnSocket(server)
      ? { listen_addresses: '', unix_socket_directories: server.host, unix_socket_permissions: '0700' }
      : { listen_addresses: server.host }),
    cluster_name: 'ashlar',
    // No replicas and no archive: less is written ahead.
    wal_level: 'minimal',
    max_wal_senders: '0',
    // Compiling a query takes longer than a page of a small database does.
    jit: 'off',
    io_method: 'sync',
    log_checkpoints: 'off',
    ...(server.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return {
    program: binaries.postgres,
    pgCtl: binaries.pgCtl,
    args: ['-D', argument, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    cwd,
    user,
    data: place.data,
    log: place.log,
  }
}
