/**
 * Asks PostgreSQL to give up what a connection is running, by its cancel request: it needs no right, and poolers pass it on.
 *
 * Source: PostgreSQL 18 documentation, 54.2.8 "Canceling Requests in Progress".
 */
import pg, { type ClientBase } from 'pg'

/** The part of pg's connection that a cancel request needs and its types leave out. */
interface Canceller {
  readonly stream: { destroy(): void }
  connect(port: number | string, host?: string): void
  requestSsl(): void
  cancel(processId: number, secretKey: number): void
  once(event: 'connect' | 'sslconnect' | 'end' | 'error', listener: () => void): void
}

const longestMs = 2_000

/**
 * Cancels what a client is running.
 *
 * @returns whether PostgreSQL has received it. The server closes the connection once its signal is sent, so what the client
 *   sends after that is safe from it; where that is not known, nothing more may be sent on the client.
 */
export function cancelStatement(client: ClientBase, url: string): Promise<boolean> {
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number }
  const target = new pg.Client({ connectionString: url })
  const { host, port, ssl } = target as unknown as { host: string; port: number; ssl: unknown }
  const canceller = target.connection as unknown as Canceller
  return new Promise((resolve) => {
    let sent = false
    const end = (received: boolean) => {
      clearTimeout(timer)
      canceller.stream.destroy()
      resolve(received)
    }
    const timer = setTimeout(() => end(false), longestMs)
    const send = () => {
      sent = true
      canceller.cancel(processID, secretKey)
    }
    canceller.once('error', () => end(false))
    canceller.once('end', () => end(sent))
    canceller.once('sslconnect', send)
    canceller.once('connect', () => (ssl ? canceller.requestSsl() : send()))
    if (host.startsWith('/')) canceller.connect(`${host}/.s.PGSQL.${port}`)
    else canceller.connect(port, host)
  })
}
