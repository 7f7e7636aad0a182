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

/** A lease that a keeper may still have to confirm. */
export interface LeaseOffer {
  readonly lease: Lease
  /** True once the keeper has said that the server is ready; false if it is gone or going before. */
  readonly confirmed: Promise<boolean>
}

/** Takes a lease from the keeper at `address`. Undefined if there is none or its server is going down. Waits while the server restarts. */
export async function findLease(address: string): Promise<Lease | undefined> {
  const { lease, confirmed } = openLease(createConnection(address))
  return (await confirmed) ? lease : undefined
}

/** Makes a lease of a connection to a keeper. */
export function openLease(socket: Socket): LeaseOffer {
  let heard = ''
  let leaving = false
  const { promise: lost, resolve: lose } = Promise.withResolvers<'stopped' | 'vanished'>()
  const { promise: confirmed, resolve: confirm } = Promise.withResolvers<boolean>()
  const { promise: closed, resolve: close } = Promise.withResolvers<void>()
  socket.setEncoding('utf8')
  socket.on('error', () => socket.destroy())
  socket.on('data', (words) => {
    heard += words
    if (!heard.startsWith('ready\n')) return
    confirm(true)
    // A command that has nothing left to do ends, lease or not.
    if (!leaving) socket.unref()
  })
  socket.on('close', () => {
    confirm(false)
    lose(heard.includes('stopping\n') ? 'stopped' : 'vanished')
    close()
  })
  const say = async (word: 'release' | 'stop'): Promise<void> => {
    if (!socket.destroyed) {
      leaving = true
      socket.ref()
      socket.write(`${word}\n`)
    }
    await closed
  }
  return { lease: { lost, release: () => say('release'), stop: () => say('stop') }, confirmed }
}
