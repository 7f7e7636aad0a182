/** Tells other processes that jobs are due, that one was cancelled, or a kind of them paused. */
import { type Database, listenTo, type Notifications, runAside, runStatement } from '../data/runtime.ts'
import { prepareText } from './statements.ts'

/** Where processes of one database tell each other about jobs. */
const channel = 'ashlar_jobs'

export interface Notifier {
  /** Tells that something is due. Returns at once; what is told while one notification is on its way goes out together. */
  readonly notifyDue: () => void
  /** Tells which jobs are no longer to be done. */
  readonly notifyCancelled: (ids: readonly string[]) => void
  /** Tells of which kind no more are to begin. */
  readonly notifyPaused: (queue: string) => void
}

export interface Heard {
  readonly onDue: () => void
  readonly onCancelled: (id: string) => void
  readonly onPaused: (queue: string) => void
  readonly onError: (error: unknown) => void
}

const cancelled = 'cancelled '
const paused = 'paused '

/**
 * Notifies after the commit, in a transaction of its own: within the caller's it would make all commits of the database
 * wait for each other. One that is lost is made up for by the workers' own looks.
 */
export function createNotifier(database: Database, sender: string): Notifier {
  let sending = false
  let asked = false

  const send = (text: string) =>
    runAside(database.bookkeeping, () => runStatement(notifyOthers([channel, text]))).then(() => undefined)

  async function sendDue(): Promise<void> {
    sending = true
    try {
      while (asked) {
        asked = false
        await send(sender)
      }
    } finally {
      sending = false
    }
  }

  return {
    notifyDue() {
      asked = true
      if (!sending) database.units.inBackground(sendDue())
    },
    notifyCancelled(ids) {
      for (const id of ids) database.units.inBackground(send(cancelled + id))
    },
    notifyPaused(queue) {
      database.units.inBackground(send(paused + queue))
    },
  }
}

/** Hears what others tell. Each new connection counts as told of something: what was said meanwhile is unknown. */
export function hear(url: string, sender: string, { onDue, onCancelled, onPaused, onError }: Heard): Notifications {
  return listenTo({
    url,
    channel,
    onNotified: (text) => {
      if (text?.startsWith(cancelled)) onCancelled(text.slice(cancelled.length))
      else if (text?.startsWith(paused)) onPaused(text.slice(paused.length))
      else if (text !== sender) onDue()
    },
    onError,
  })
}

const notifyOthers = prepareText('notify', 'select', 'select pg_catalog.pg_notify($1, $2)')
