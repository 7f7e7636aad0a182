import { spawn } from 'node:child_process'
import { closeSync, openSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { KeeperOrders } from './keeper-orders.ts'
import { type LeaseOffer, openLease } from './lease.ts'
import type { Place } from './place.ts'
import { keptVariables } from './server-environment.ts'
import { isOnSocket } from './server-file.ts'
import type { SystemUser } from './server-user.ts'

/** What {@link startKeeper} works with. */
export interface StartKeeperOptions {
  readonly place: Place
  readonly orders: KeeperOrders
  readonly fileOwner: SystemUser | undefined
}

/** Starts the keeper of a running server. The first lease is in force at once: a pipe that the keeper has from birth. */
export function startKeeper({ place, orders, fileOwner }: StartKeeperOptions): LeaseOffer {
  if (isOnSocket(orders.server)) rmSync(orders.server.leaseAddress, { force: true })
  const log = openSync(place.log, 'a')
  const keeper = spawn(process.execPath, [keeperFile(), JSON.stringify(orders)], {
    detached: true,
    windowsHide: true,
    cwd: place.folder,
    env: { ...keptVariables(), ...cacheVariable(place, fileOwner) },
    stdio: ['ignore', log, log, 'pipe'],
  })
  closeSync(log)
  keeper.unref()
  const pipe = keeper.stdio[3]
  if (!(pipe instanceof Socket)) throw new TypeError('A pipe to a child process is a socket.')
  keeper.once('error', () => pipe.destroy())
  return openLease(pipe)
}

/** The keeper lies beside this file, as source in a workspace and compiled in a published package. */
function keeperFile(): string {
  const here = fileURLToPath(import.meta.url)
  return fileURLToPath(new URL(`./keeper${extname(here)}`, import.meta.url))
}

/** Halves the time that the keeper takes to start. Never for root in a folder of somebody else, who could put other code there. */
function cacheVariable(place: Place, fileOwner: SystemUser | undefined): NodeJS.ProcessEnv {
  return fileOwner ? {} : { NODE_COMPILE_CACHE: join(place.folder, 'keeper-cache') }
}
