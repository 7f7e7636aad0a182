import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { App } from 'ashlar/runtime'
import { portNotAllowed, portTaken } from '../errors.ts'

export interface ListenOptions {
  readonly port: number
  readonly host: string
}

/**
 * Sees that a port can be had, so that nothing is done for a server that could not listen.
 *
 * @throws ASH520 when the port is taken, ASH521 when this user may not have it.
 */
export async function assertPortFree(options: ListenOptions): Promise<void> {
  const server = createServer().listen({ port: options.port, host: options.host })
  try {
    await once(server, 'listening')
  } catch (error) {
    throw explainRefusal(error, options)
  }
  server.close()
  await once(server, 'close')
}

/**
 * Lets an app listen, and tells its address.
 *
 * @throws ASH520 when the port is taken, ASH521 when this user may not have it.
 */
export async function listen(app: App, options: ListenOptions): Promise<string> {
  const { port, host } = options
  const { fastify } = app.http
  try {
    await fastify.listen({ port, host, listenTextResolver: (address) => `The app is listening at ${address}.` })
  } catch (error) {
    throw explainRefusal(error, options)
  }
  const bound = (fastify.server.address() as AddressInfo).port
  return formatAddress(host, bound)
}

function explainRefusal(error: unknown, { port, host }: ListenOptions): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return portTaken(host, port, error)
  return code === 'EACCES' ? portNotAllowed(port, error) : error
}

/** The address to open in a browser: a server that listens everywhere is reached at `localhost`. */
export function formatAddress(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::'
  const local = everywhere || host === '127.0.0.1' || host === '::1'
  return `http://${local ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`
}
