import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Place } from './place.ts'
import type { ServerFile } from './server-file.ts'
import type { SystemUser } from './server-user.ts'
import { leasePipe, prepareSocketFolder } from './socket-folder.ts'

/** Chooses where the server and its keeper will listen: sockets in a private folder, or on Windows the loopback and a named pipe. */
export async function chooseAddress(place: Place, user: SystemUser | undefined, durable: boolean): Promise<ServerFile> {
  if (process.platform === 'win32') {
    return { leaseAddress: leasePipe(place.folder), host: '127.0.0.1', port: await findFreePort(), durable }
  }
  const host = prepareSocketFolder(place.folder, user)
  return { leaseAddress: join(host, 'lease'), host, port: 5432, durable }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port.')),
      )
    })
  })
}
