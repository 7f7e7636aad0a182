import type { AddressInfo } from 'node:net'
import type { App } from 'ashlar/runtime'
import { portNotAllowed, portTaken } from '../errors.ts'

export interface ListenOptions {
  readonly port: number
  readonly host: string
}

/**
 * Lets an app listen, and tells its address.
 *
 * @throws ASH520 when the port is taken, ASH521 when this user may not have it.
 */
export async function listen(app: App, { port, host }: ListenOptions): Promise<string> {
  const { fastify } = app.http
  try {
    await fastify.listen({ port, host, listenTextResolver: (address) => `The app is listening at ${address}.` })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') throw portTaken(host, port, error)
    if (code === 'EACCES') throw portNotAllowed(port, error)
    throw error
  }
  const bound = (fastify.server.address() as AddressInfo).port
  return formatAddress(host, bound)
}

/** The address to open in a browser: a server that listens everywhere is reached at `localhost`. */
export function formatAddress(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const local = everywhere || host === '127.0.0.1' || host === '::1'
  return `http://${local ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`
}
