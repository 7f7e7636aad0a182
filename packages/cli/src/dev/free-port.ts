import type { Server } from 'node:http'
import { portNotAllowed, portTaken } from '../errors.ts'

/** How many ports are tried after the wanted one. */
const tries = 20

/**
 * Lets a server listen on a port, or on the next one that is free.
 *
 * @returns the port it got.
 * @throws ASH520 when all of them are taken, ASH521 when this user may not have it.
 */
export async function listenOnFreePort(server: Server, port: number, host: string): Promise<number> {
  for (let candidate = port; ; candidate += 1) {
    try {
      await listen(server, candidate, host)
      const address = server.address()
      return typeof address === 'object' && address !== null ? address.port : candidate
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EACCES') throw portNotAllowed(candidate, error)
      if (code !== 'EADDRINUSE') throw error
      if (candidate >= port + tries || candidate >= 65_535) throw portTaken(host, port, error)
    }
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
