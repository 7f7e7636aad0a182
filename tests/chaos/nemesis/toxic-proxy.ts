/**
 * Stands between a process and what it talks to by TCP, and spoils that on request.
 *
 * What was put in the way of a connection that is dead or closed stays with it: a network that works again does not bring back
 * what it has lost.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../random.ts'

/** What happens to connections. */
export type Toxic =
  /** Everything comes later, by up to `jitterMs` more or less. */
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs: number }
  /** What is sent gets lost, for good: such connections are half-open from then on. Towards the server only, if it says so. */
  | { readonly kind: 'blackhole'; readonly towards: 'both' | 'server' }
  /** Every connection is reset, those that are open and those that come. */
  | { readonly kind: 'reset' }
  /** A connection is reset in the middle of an answer, once that many bytes of answers have passed through it. */
  | { readonly kind: 'reset-after'; readonly bytes: number }
  /** The server's side says that it sends no more, and goes on listening. */
  | { readonly kind: 'half-close' }
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number }
  /** What is sent comes in pieces of so many bytes at most. */
  | { readonly kind: 'slice'; readonly bytes: number }

export interface ToxicProxy extends AsyncDisposable {
  readonly port: number
  /** The same URL of a database, through the proxy. */
  through(url: string): string
  /** Puts something in the way, or nothing any more. */
  set(toxic: Toxic | undefined): void
  /** Sends connections that come from now on somewhere else. */
  pointTo(target: NetConnectOpts): void
  /** How many connections the client's side holds open. */
  open(): number
}

interface Link {
  readonly client: Socket
  readonly server: Socket
  /** Directions in which everything gets lost. */
  readonly dead: Set<'client' | 'server'>
  answered: number
  /** Whether the client's side has let go of it; the server's side does not hear of that on one that is dead. */
  left: boolean
}

/** Opens a proxy on a port of its own, on the loopback address. */
export async function openToxicProxy(target: NetConnectOpts, random: Random): Promise<ToxicProxy> {
  const links = new Set<Link>()
  let toxic: Toxic | undefined
  let destination = target

  const listener = createServer({ allowHalfOpen: true }, (client) => {
    if (toxic?.kind === 'reset') return void client.resetAndDestroy()
    const server = connect({ ...destination, allowHalfOpen: true })
    const link: Link = { client, server, dead: new Set(), answered: 0, left: false }
    links.add(link)
    const end = () => {
      links.delete(link)
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) {
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', end)
    }
    pass(link, 'server')
    pass(link, 'client')
    if (toxic) strike(link, toxic)
  })

  /** Carries bytes on towards one side, in order, one piece at a time. */
  function pass(link: Link, towards: 'client' | 'server'): void {
    const [from, to] = towards === 'server' ? [link.client, link.server] : [link.server, link.client]
    from.on('data', async (chunk: Buffer) => {
      from.pause()
      await carry(link, to, towards, chunk)
      from.resume()
    })
    from.on('end', () => {
      if (towards === 'server') link.left = true
      if (!link.dead.has(towards)) to.end()
    })
  }

  async function carry(link: Link, to: Socket, towards: 'client' | 'server', chunk: Buffer): Promise<void> {
    const now = toxic
    if (now?.kind === 'latency') await delay(Math.max(0, now.ms + random.between(-now.jitterMs, now.jitterMs)))
    if (now?.kind === 'throttle') await delay((chunk.length / now.bytesPerSecond) * 1000)
    if (link.dead.has(towards) || to.destroyed) return
    if (towards === 'client') link.answered += chunk.length
    if (now?.kind === 'reset-after' && towards === 'client' && link.answered > now.bytes) {
      to.write(chunk.subarray(0, chunk.length >> 1))
      return void to.resetAndDestroy()
    }
    if (now?.kind !== 'slice') return void to.write(chunk)
    for (let at = 0; at < chunk.length && !to.destroyed; at += now.bytes) {
      to.write(chunk.subarray(at, at + now.bytes))
      await new Promise(setImmediate)
    }
  }

  /** What a toxic does to a connection at once. */
  function strike(link: Link, { kind, ...how }: Toxic): void {
    if (kind === 'reset') link.client.resetAndDestroy()
    if (kind === 'half-close') {
      link.dead.add('client')
      link.client.end()
    }
    if (kind === 'blackhole') {
      link.dead.add('server')
      if ('towards' in how && how.towards === 'both') link.dead.add('client')
    }
  }

  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  return {
    port,
    through: (url) => {
      const there = new URL(url)
      there.hostname = '127.0.0.1'
      there.port = String(port)
      there.searchParams.delete('host')
      return there.href
    },
    set(next) {
      toxic = next
      if (next) for (const link of links) strike(link, next)
    },
    pointTo: (next) => {
      destination = next
    },
    open: () => [...links].filter(({ left }) => !left).length,
    async [Symbol.asyncDispose]() {
      listener.close()
      for (const { client, server } of links) {
        client.destroy()
        server.destroy()
      }
      await once(listener, 'close')
    },
  }
}
