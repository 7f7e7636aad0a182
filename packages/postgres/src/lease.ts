/** A command's hold on a running server: a connection to the server's keeper, which the system closes if the command is killed. */
import { createConnection, type Socket } from 'node:net'

/** A hold on the server. */
export interface Lease {
  /** Fulfilled when the server is being stopped ("stopped") or its keeper has vanished ("vanished") while this was held. */
  readonly lost: Promise<'stopped' | 'vanished'>
  /** Gives the hold back; returns when the server has stopped, or at once if others still need it. */
  release(): Promise<void>
  /** Stops the server, whoever needs it. */
  stop(): Promise<void>
}

/** Takes a lease from the keeper at `address`. Undefined if there is none or its server is going down. Waits while the server restarts. */
export function findLease(address: string): Promise<Lease | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(address)
    let heard = ''
    let given = false
    const { promise: lost, resolve: lose } = Promise.withResolvers<'stopped' | 'vanished'>()
    const { promise: closed, resolve: close } = Promise.withResolvers<void>()
    socket.setEncoding('utf8')
    socket.on('error', () => socket.destroy())
    socket.on('data', (words) => {
      heard += words
      if (given || !heard.startsWith('ready\n')) return
      given = true
      // A command that has nothing left to do ends, lease or not.
      socket.unref()
      resolve({ lost, release: () => say(socket, 'release', closed), stop: () => say(socket, 'stop', closed) })
    })
    socket.on('close', () => {
      lose(heard.includes('stopping\n') ? 'stopped' : 'vanished')
      close()
      resolve(undefined)
    })
  })
}

async function say(socket: Socket, word: 'release' | 'stop', closed: Promise<void>): Promise<void> {
  if (!socket.destroyed) {
    socket.ref()
    socket.write(`${word}\n`)
  }
  await closed
}
