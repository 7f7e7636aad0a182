/** Tells other processes that something is due. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../data/runtime.ts'
import { runAtOnce } from './claim.ts'
import { prepareText } from './statements.ts'

/** Where processes of one database tell each other that events are due. */
export const eventChannel = 'ashlar_events'

export interface Notifier {
  /** Returns at once. What is asked soon after a notification goes out together as the next. */
  readonly notify: () => void
}

/** What is published within this time of a notification goes out together as the next. */
const gatherMs = 5

/**
 * Notifies after the commit, in a transaction of its own: within the publisher's it would make all commits of the
 * database wait for each other. One that is lost is made up for by the worker's own looks.
 */
export function createNotifier(database: Database, sender: string): Notifier {
  let sending = false
  let asked = false

  async function send(): Promise<void> {
    sending = true
    try {
      while (asked) {
        asked = false
        await runAtOnce(database.bookkeeping, notifyOthers([eventChannel, sender]))
        await delay(gatherMs)
      }
    } finally {
      sending = false
    }
  }

  return {
    notify() {
      asked = true
      if (!sending) database.units.inBackground(send())
    },
  }
}

const notifyOthers = prepareText('notify', 'select', 'select pg_catalog.pg_notify($1, $2)')
