import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'

/** A way to a server. */
export interface LossyWay extends AsyncDisposable {
  readonly url: string
  /** Has the connections that are open lose everything from now on, without anybody saying so. */
  readonly loseEverything: () => void
}

/** Opens a way to the server at an address. @param rewrite what becomes of the bytes that are sent to it; as many as there were. */
export async function openWay(url: string, rewrite: (sent: Buffer) => Buffer = (sent) => sent): Promise<LossyWay> {
  const there = new URL(url)
  const folder = there.searchParams.get('host')
  const port = Number(there.port || 5432)
  const pairs: [Socket, Transform, Socket][] = []
  const listener = createServer((client) => {
    const server = folder ? connect(`${folder}/.s.PGSQL.${port}`) : connect(port, there.hostname)
    const rewritten = new Transform({ transform: (sent, _encoding, done) => done(null, rewrite(sent)) })
    pairs.push([client, rewritten, server])
    for (const socket of [client, server]) socket.on('error', () => undefined)
    client.pipe(rewritten).pipe(server).pipe(client)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  there.searchParams.delete('host')
  there.host = `127.0.0.1:${(listener.address() as AddressInfo).port}`
  return {
    url: there.href,
    loseEverything() {
      for (const [client, rewritten, server] of pairs) {
        client.unpipe(rewritten).resume()
        server.unpipe(client).resume()
      }
    },
    async [Symbol.asyncDispose]() {
      for (const pair of pairs) for (const stream of pair) stream.destroy()
      listener.close()
      await once(listener, 'close')
    },
  }
}
