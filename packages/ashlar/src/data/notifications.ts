/** Hears what other processes say through PostgreSQL, on a connection of its own that comes back when it is lost. */
import pg from 'pg'

export interface NotificationOptions {
  readonly url: string
  readonly channel: string
  /** Told of each notification, and of each connection that was made: what was said meanwhile is unknown. */
  readonly onNotified: (payload: string | undefined) => void
  /** Told why there is no connection, once for each that was lost or could not be made. */
  readonly onError: (error: unknown) => void
}

export interface Notifications {
  readonly close: () => Promise<void>
}

const firstPauseMs = 100
const longestPauseMs = 5_000
/** How long an answer may take, while it connects and begins to listen. */
const longestAnswerMs = 5_000
/** How long PostgreSQL has to let go of a connection before it is cut. */
const longestFarewellMs = 1_000

/**
 * Listens on a channel. Through a pooler in transaction mode nothing is heard, so whoever listens also looks from time
 * to time.
 */
export function listenTo({ url, channel, onNotified, onError }: NotificationOptions): Notifications {
  let closed = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let pauseMs = firstPauseMs

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: longestAnswerMs,
      query_timeout: longestAnswerMs,
      application_name: 'ashlar notifications',
    })
    client = next
    next.on('notification', ({ payload }) => {
      if (!closed) onNotified(payload)
    })
    next.once('end', () => lose(next))
    next.on('error', (error) => {
      if (!closed) onError(error)
      lose(next)
    })
    try {
      await next.connect()
      await next.query(`listen ${pg.escapeIdentifier(channel)}`)
      if (next !== client || closed) return
      pauseMs = firstPauseMs
      onNotified(undefined)
    } catch (error) {
      if (next === client && !closed) onError(error)
      lose(next)
    }
  }

  /** Ends a connection and makes another after a pause, which grows while none can be made. */
  function lose(lost: pg.Client): void {
    if (lost !== client || closed) return
    client = undefined
    void end(lost)
    timer = setTimeout(() => void connect(), pauseMs)
    timer.unref()
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }

  void connect()
  return {
    close: async () => {
      closed = true
      clearTimeout(timer)
      if (client !== undefined) await end(client)
    },
  }
}

/** Ends a connection, also one on which nobody answers any more. */
async function end(client: pg.Client): Promise<void> {
  const cut = setTimeout(() => client.connection.stream.destroy(), longestFarewellMs)
  await client.end().catch(() => undefined)
  clearTimeout(cut)
}
