/** A server that takes mail, for tests: it speaks as much of SMTP as a letter needs (RFC 5321). */
import { createServer, type Socket } from 'node:net'

export interface SmtpServer extends AsyncDisposable {
  readonly url: string
  /** The letters that came, whole. */
  readonly letters: readonly string[]
  /** How many of the next letters it refuses for now, after it has read them. */
  refuse: number
}

export async function openSmtpServer(): Promise<SmtpServer> {
  const letters: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    let heard = ''
    let reading = false
    socket.write('220 here\r\n')
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk
      for (;;) {
        const end = reading ? '\r\n.\r\n' : '\r\n'
        const at = heard.indexOf(end)
        if (at === -1) return
        const said = heard.slice(0, at)
        heard = heard.slice(at + end.length)
        if (reading) {
          letters.push(said)
          reading = false
          opened.refuse -= 1
          socket.write(opened.refuse >= 0 ? '451 not now\r\n' : '250 taken\r\n')
        } else if (said === 'DATA') {
          reading = true
          socket.write('354 go on\r\n')
        } else socket.write(said === 'QUIT' ? '221 bye\r\n' : '250 well\r\n')
      }
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  const opened: SmtpServer = {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    refuse: 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
  return opened
}
