/** A server that speaks just enough of PostgreSQL's protocol (version 3) to say its version. */
import { createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** Starts a loopback server and returns its port; it is closed when the test is over. */
export function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    onConnection(socket)
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(address && typeof address === 'object' ? address.port : 0)
    })
  })
}

/** Answers like a server of the given version that trusts everybody and knows one row. */
export function answerAsVersion(version: string): (socket: Socket) => void {
  return (socket) => {
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), message('Z', Buffer.from('I'))]))
      socket.on('data', (asked) => {
        if (asked[0] !== 'Q'.charCodeAt(0)) return
        const name = Buffer.concat([
          text('server_version'),
          int32(0),
          int16(0),
          int32(25),
          int16(-1),
          int32(-1),
          int16(0),
        ])
        const value = Buffer.concat([int32(Buffer.byteLength(version)), Buffer.from(version)])
        socket.write(
          Buffer.concat([
            message('T', Buffer.concat([int16(1), name])),
            message('D', Buffer.concat([int16(1), value])),
            message('C', text('SHOW')),
            message('Z', Buffer.from('I')),
          ]),
        )
      })
    })
  }
}

function message(kind: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(kind), int32(body.length + 4), body])
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`)
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}
