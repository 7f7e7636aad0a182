/** Where things are inside a database folder. */
import { join, resolve } from 'node:path'

/** The files of one database folder. */
export interface Place {
  readonly folder: string
  /** Appears whole, by one rename: the data and the passwords that fit it. */
  readonly cluster: string
  readonly data: string
  readonly passwords: string
  /** How the server was last started: what another command needs to adopt it. */
  readonly server: string
  readonly lock: string
  readonly log: string
  readonly previousLog: string
}

/** Names the files of a database folder. Touches nothing. */
export function placeOf(folder: string): Place {
  const root = resolve(folder)
  const cluster = join(root, 'cluster')
  return {
    folder: root,
    cluster,
    data: join(cluster, 'data'),
    passwords: join(cluster, 'passwords.json'),
    server: join(root, 'server.json'),
    lock: join(root, 'start.lock'),
    log: join(root, 'server.log'),
    previousLog: join(root, 'server.previous.log'),
  }
}
