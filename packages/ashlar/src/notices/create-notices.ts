/**
 * Tells every process of an app what was kept: that a setting, a flag or something cached is not what it was.
 *
 * A notice is a row, written in the transaction it is about, so it exists exactly when that is kept. `NOTIFY` after the
 * commit makes other processes look at once; a clock makes up for what a pooler or a lost connection swallows.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import {
  type Database,
  findUnitOfWork,
  listenTo,
  type Notifications,
  runStatement,
  runUnitOfWork,
} from '../data/runtime.ts'
import { RequestScope } from '../scope/request-scope.ts'
import { insertNotice, lookForNotices, notifyOthers, removeNotices } from './statements.ts'

/** What kind of thing a notice is about. */
export type Topic = 'setting' | 'flag' | 'cache'

/** What somebody does about the notices of a topic. What fails is tried again with the next look. */
export interface NoticeListener<Body> {
  readonly onNotice: (body: Body) => void | Promise<void>
  /** Told when it is unknown what was said, as after a long time without the database. */
  readonly onMissed: () => void | Promise<void>
}

export interface Notices {
  /**
   * Gives notice within the unit of work of the caller. Once that is kept, the listeners of this process have heard of it
   * before whoever awaits the unit of work goes on; other processes hear of it soon.
   */
  readonly give: (topic: Topic, body: object) => void
  readonly listen: <Body>(topic: Topic, listener: NoticeListener<Body>) => void
  /** Begins to hear what other processes say. A second call does nothing. */
  readonly start: () => void
  readonly stop: () => Promise<void>
}

export interface NoticesOptions {
  readonly database: Database
  /** Where notifications are heard; through a pooler in transaction mode nothing is, and the clock does it. */
  readonly url: string
  readonly log: Logger
  /** How long it relies on being told before it looks by itself, in milliseconds. @default 500 */
  readonly pollMs?: number | undefined
}

interface Notice {
  readonly id: string
  readonly topic: Topic
  readonly body: unknown
}

interface Look {
  readonly horizon: string
  readonly notices: readonly Notice[]
}

/** Where processes of one database tell each other to look. */
const channel = 'ashlar_notices'
/** Notices are kept for three hours; who has not looked for this long asks for everything anew. */
const longestBlindMs = 60 * 60_000
const removeEveryMs = 10 * 60_000

export function createNotices({ database, url, log, pollMs = 500 }: NoticesOptions): Notices {
  const sender = randomUUID()
  const listeners = new Map<Topic, NoticeListener<unknown>[]>()
  /** Whoever makes this look has a request around it, or none; looking has nothing to do with it. */
  const outside = AsyncLocalStorage.snapshot()
  /** The notices that this process knows of and may come across again. */
  let known = new Set<string>()
  /** The notices that this process gave since its last look, and before it: the next look may come across them. */
  let own = { since: new Set<string>(), before: new Set<string>() }
  let horizon: string | undefined
  let lookedAt = 0
  let looking: Promise<void> | undefined
  let again = false
  let trouble = false
  let started = false
  let notifications: Notifications | undefined
  let timers: NodeJS.Timeout[] = []
  let telling = false
  let asked = false

  const aside = <Result>(readOnly: boolean, work: () => Promise<Result>) =>
    outside(() => runUnitOfWork(database.bookkeeping, new RequestScope({ id: 'notices', readOnly }), work))

  /** Every listener has been told when this returns; what some of them go on to do may take longer. */
  function dispatch(notices: readonly Notice[]): Promise<unknown> {
    return Promise.all(
      notices.flatMap(({ topic, body }) => (listeners.get(topic) ?? []).map(async ({ onNotice }) => onNotice(body))),
    )
  }

  async function tellOthers(): Promise<void> {
    telling = true
    try {
      while (asked) {
        asked = false
        await aside(false, () => runStatement(notifyOthers([channel, sender])))
      }
    } finally {
      telling = false
    }
  }

  function look(): void {
    again = true
    if (started && looking === undefined) looking = lookUntilSeen()
  }

  async function lookUntilSeen(): Promise<void> {
    try {
      while (again) {
        again = false
        await lookOnce()
      }
      trouble = false
    } catch (err) {
      // The clock looks again; until it succeeds, what is known last holds, and this is told once.
      if (!trouble) log.warn({ err }, 'Changes of settings, flags and caches in other processes cannot be seen.')
      trouble = true
    } finally {
      // At once with the last look at what is asked for: whoever asks from now on begins anew.
      looking = undefined
    }
  }

  async function lookOnce(): Promise<void> {
    const since = horizon
    const { rows } = await aside(true, () => runStatement(lookForNotices([since ?? null])))
    const found = rows[0] as Look
    const missed = since === undefined || Date.now() - lookedAt > longestBlindMs
    const fresh = found.notices.filter(({ id }) => !known.has(id) && !own.since.has(id) && !own.before.has(id))
    if (missed) await Promise.all([...listeners.values()].flat().map(async ({ onMissed }) => onMissed()))
    else await dispatch(fresh)
    horizon = found.horizon
    lookedAt = Date.now()
    known = new Set(found.notices.map(({ id }) => id))
    own = { since: new Set(), before: own.since }
  }

  return {
    give(topic, body) {
      const current = findUnitOfWork()
      if (current === undefined) throw new TypeError('A notice is given within a unit of work.')
      const notice: Notice = { id: uuidv7(), topic, body }
      current.unit.sendStatement(current.frame, insertNotice([notice.id, topic, JSON.stringify(body)]))
      current.frame.followUps.push(() => {
        if (started) own.since.add(notice.id)
        database.units.inBackground(dispatch([notice]))
        asked = true
        if (!telling) database.units.inBackground(tellOthers())
      })
    },
    listen(topic, listener) {
      listeners.set(topic, [...(listeners.get(topic) ?? []), listener as NoticeListener<unknown>])
    },
    start() {
      if (started) return
      started = true
      notifications = listenTo({
        url,
        channel,
        onNotified: (by) => {
          if (by !== sender) look()
        },
        onError: (err) => log.warn({ err }, 'Notifications of changes are lost; they are looked for by the clock.'),
      })
      timers = [
        setInterval(look, pollMs).unref(),
        setInterval(() => {
          const removed = aside(false, () => runStatement(removeNotices([])))
          database.units.inBackground(
            removed.catch((err: unknown) => log.error({ err }, 'Old notices could not be removed.')),
          )
        }, removeEveryMs).unref(),
      ]
      look()
    },
    async stop() {
      started = false
      for (const timer of timers) clearInterval(timer)
      await notifications?.close()
      await looking
    },
  }
}
