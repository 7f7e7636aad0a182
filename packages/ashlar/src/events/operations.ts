/** What people and programs may ask of events, and do about them. */
import { type Database, runAside, runStatement } from '../data/runtime.ts'
import { eventNotFound, handlerUnknown } from './errors.ts'
import type { Handlers } from './handlers.ts'
import type { Notifier } from './notifier.ts'
import { keepFromRemoval } from './retention.ts'
import { prepareText } from './statements.ts'

export type DeliveryState = 'pending' | 'done' | 'dead' | 'discarded'

/** What one handler has to do, or has done, about an event. */
export interface Delivery {
  readonly id: string
  readonly event: string
  readonly eventId: string
  readonly handler: string
  /** Whether a module that is on has the handler. Without it the delivery waits until one has. */
  readonly handlerPresent: boolean
  readonly state: DeliveryState
  readonly attempts: number
  readonly key: string | null
  readonly publishedAt: Date
  /** When it is tried next, while it is pending; `null` while it is held. */
  readonly dueAt: Date | null
  /** Whether it waits because its tenant is suspended. */
  readonly held: boolean
  readonly finishedAt: Date | null
  /** Why the last try failed. */
  readonly error: { readonly code?: string; readonly message: string } | null
}

/** An event as it was published. */
export interface PublishedEvent {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly payload: unknown
  readonly key: string | null
  readonly actor: string | null
  readonly tenant: string | null
  readonly requestId: string
  readonly causedBy: string | null
  readonly publishedAt: Date
}

/** Which deliveries are meant; those that fit everything that is given. */
export interface DeliverySelection {
  /** The id of an event. */
  readonly eventId?: string | undefined
  readonly handler?: string | undefined
  readonly states?: readonly DeliveryState[] | undefined
}

/** Which events one handler is to receive again. */
export interface ReplaySelection {
  readonly handler: string
  /** The id of one event. @default all that the handler listens to and that are kept */
  readonly eventId?: string | undefined
  /** Only events published at or after this time. */
  readonly since?: Date | undefined
}

/** What waits for one handler. */
export interface HandlerMetrics {
  readonly handler: string
  readonly handlerPresent: boolean
  readonly paused: boolean
  /** How many are not done, those that are being handled included. */
  readonly pending: number
  readonly dead: number
  /** How many of the pending wait because their tenant is suspended. */
  readonly held: number
  /** How many of the pending have failed before. */
  readonly retrying: number
  /** For how long the oldest that is due has been so, in milliseconds; 0 when none is. What a handler has been at for more than ten seconds counts among them, from then on. */
  readonly lagMs: number
}

export interface EventOperations {
  /** The newest deliveries first. @throws ASH498 for an unknown handler. */
  readonly list: (selection: DeliverySelection & { readonly limit?: number | undefined }) => Promise<Delivery[]>
  /** @throws ASH497 when there is no such event. */
  readonly show: (eventId: string) => Promise<{ readonly event: PublishedEvent; readonly deliveries: Delivery[] }>
  /** Events in the order of their publishing, the newest `limit` of them. */
  readonly published: (options?: { readonly name?: string; readonly limit?: number }) => Promise<PublishedEvent[]>
  /**
   * Makes dead deliveries, and those that wait for their next try, due now with all their tries. What is being handled is left alone.
   *
   * @returns how many.
   * @throws ASH498 for an unknown handler.
   */
  readonly retry: (selection: DeliverySelection) => Promise<number>
  /** Delivers again what a handler has received, or could have. @returns how many. @throws ASH498 for an unknown handler. */
  readonly replay: (selection: ReplaySelection) => Promise<number>
  /** Makes everything that waits for its next try due now, without giving it more tries. What is being handled is left alone. @returns how many. */
  readonly hasten: () => Promise<number>
  /** Gives up on deliveries that are dead or pending. What is being handled is left alone. @returns how many. @throws ASH498 for an unknown handler. */
  readonly discard: (selection: DeliverySelection) => Promise<number>
  /** Lets a handler receive nothing until it is resumed. @throws ASH498 for an unknown handler. */
  readonly pause: (handler: string) => Promise<void>
  /** @returns whether it was paused. @throws ASH498 for an unknown handler. */
  readonly resume: (handler: string) => Promise<boolean>
  /** What waits, by handler. */
  readonly metrics: () => Promise<HandlerMetrics[]>
}

export interface OperationsOptions {
  readonly database: Database
  readonly handlers: Handlers
  readonly notifier: Notifier
  /** Looks after what has become due in this process. @returns whether it could. */
  readonly wake: (handlers: readonly string[]) => boolean
}

const defaultLimit = 100

export function createEventOperations({ database, handlers, notifier, wake }: OperationsOptions): EventOperations {
  const known = [...handlers.after.keys()]
  const aside = <Result>(work: () => Promise<Result>) => runAside(database.bookkeeping, work)
  const read = async <Row>(statement: Parameters<typeof runStatement>[0]) =>
    (await aside(() => runStatement(statement))).rows as Row[]
  const change = async (statement: Parameters<typeof runStatement>[0]) =>
    (await aside(() => runStatement(statement))).rowCount ?? 0

  /** Other processes hear of it even when this one, a command perhaps, delivers nothing. */
  const announce = (count: number) => {
    if (count > 0 && !wake(known)) notifier.notify()
    return count
  }
  const choose = ({ eventId, handler, states }: DeliverySelection, fallback: readonly DeliveryState[]) => [
    eventId ?? null,
    handler ?? null,
    states ?? fallback,
  ]
  /** A handler that no module has any more is known as long as something is kept for it. */
  async function checkHandler(handler: string | undefined): Promise<void> {
    if (handler === undefined || handlers.after.has(handler)) return
    const [kept] = await read<{ readonly found: boolean }>(findHandler([handler]))
    if (!kept?.found) throw handlerUnknown(handler, known)
  }
  const list = (selection: DeliverySelection & { readonly limit?: number | undefined }) =>
    read<Delivery>(
      listDeliveries([
        ...choose(selection, ['pending', 'done', 'dead', 'discarded']),
        known,
        selection.limit ?? defaultLimit,
      ]),
    )

  return {
    async list(selection) {
      await checkHandler(selection.handler)
      return list(selection)
    },
    async show(eventId) {
      const [event] = isUuid(eventId) ? await read<PublishedEvent>(listEvents([null, 1, eventId])) : []
      if (event === undefined) throw eventNotFound(eventId)
      return { event, deliveries: await list({ eventId, limit: 1_000 }) }
    },
    published: async ({ name, limit = defaultLimit } = {}) =>
      (await read<PublishedEvent>(listEvents([name ?? null, limit, null]))).toReversed(),
    async retry(selection) {
      await checkHandler(selection.handler)
      return announce(await change(retry(choose(selection, ['pending', 'dead']))))
    },
    hasten: async () => announce(await change(hasten([]))),
    async discard(selection) {
      await checkHandler(selection.handler)
      return change(discard(choose(selection, ['pending', 'dead'])))
    },
    async replay({ handler, eventId, since }) {
      const source = handlers.after.get(handler)
      if (source === undefined) throw handlerUnknown(handler, known)
      const again = replay([handler, source.events, eventId ?? null, since ?? null])
      const { rowCount } = await aside(async () => {
        await keepFromRemoval()
        return runStatement(again)
      })
      return announce(rowCount ?? 0)
    },
    async pause(handler) {
      await checkHandler(handler)
      await change(pause([handler]))
    },
    async resume(handler) {
      await checkHandler(handler)
      return announce(await change(resume([handler]))) > 0
    },
    metrics: () => read<HandlerMetrics>(metrics([known])),
  }
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** Ids that are no UUID fit nothing. */
const chosen = `($1::text is null or event_id::text = lower($1)) and ($2::text is null or handler = $2) and state = any($3::text[])`

const listDeliveries = prepareText(
  'list',
  'select',
  `select delivery.id::text as id, event.name as event, event.id as "eventId", delivery.handler,
     delivery.handler = any($4::text[]) as "handlerPresent", delivery.state, delivery.attempts, event.key,
     event.published_at as "publishedAt", nullif(delivery.due_at, 'infinity') as "dueAt",
     delivery.state = 'pending' and delivery.due_at = 'infinity' as held, delivery.finished_at as "finishedAt", delivery.error
   from (
     select * from ashlar.event_delivery where ${chosen} order by id desc limit $5::int
   ) as delivery join ashlar.event on event.id = delivery.event_id
   order by delivery.id desc`,
)

const findHandler = prepareText(
  'find_handler',
  'select',
  `select exists (select from ashlar.event_delivery where handler = $1)
     or exists (select from ashlar.event_pause where handler = $1) as found`,
)

const listEvents = prepareText(
  'list_events',
  'select',
  `select id, name, version, payload, key, scope->>'actor' as actor, scope->>'tenant' as tenant,
     scope->>'request' as "requestId",
     caused_by as "causedBy", published_at as "publishedAt"
   from ashlar.event where ($1::text is null or name = $1) and ($3::uuid is null or id = $3)
   order by position desc limit $2::int`,
)

/** Of those that fit a condition, the ones that nobody is handling: a handler holds the lock of its row as long as it runs. */
const free = (condition: string) =>
  `where id = any(array(select id from ashlar.event_delivery where ${condition} for update skip locked))`

const retry = prepareText(
  'retry',
  'update',
  `update ashlar.event_delivery set state = 'pending', attempts = 0, due_at = now(), finished_at = null
   ${free(`${chosen} and state in ('pending', 'dead')`)}`,
)

const hasten = prepareText(
  'hasten',
  'update',
  `update ashlar.event_delivery set due_at = now()
   ${free(`state = 'pending' and due_at > now() and due_at < 'infinity'`)}`,
)

const discard = prepareText(
  'discard',
  'update',
  `update ashlar.event_delivery set state = 'discarded', finished_at = now()
   ${free(`${chosen} and state in ('pending', 'dead')`)}`,
)

/** In the order in which the events were published, and by the keys that publishing gives, so that those of one key keep theirs. */
const replay = prepareText(
  'replay',
  'insert',
  `insert into ashlar.event_delivery (event_id, handler, key)
   select id, $1, pg_catalog.split_part(name, '.', 1) || coalesce('@' || (scope->>'tenant'), '') || ':' || key
   from ashlar.event
   where ($3::text is null or id::text = lower($3)) and ($4::timestamptz is null or published_at >= $4)
     and exists (
       select from unnest($2::text[]) as listened (pattern)
       where pattern in ('*', name) or pattern like '%.*' and pg_catalog.starts_with(name, pg_catalog.left(pattern, -1))
     )
   order by position`,
)

const pause = prepareText(
  'pause',
  'insert',
  'insert into ashlar.event_pause (handler) values ($1) on conflict do nothing',
)

const resume = prepareText('resume', 'delete', 'delete from ashlar.event_pause where handler = $1')

const metrics = prepareText(
  'metrics',
  'select',
  `select handler, handler = any($1::text[]) as "handlerPresent",
     exists (select from ashlar.event_pause where event_pause.handler = found.handler) as paused,
     coalesce(pending, 0)::int as pending, coalesce(dead, 0)::int as dead, coalesce(held, 0)::int as held, coalesce(retrying, 0)::int as retrying,
     coalesce(greatest(0, extract(epoch from now() - oldest) * 1000), 0)::float8 as "lagMs"
   from (select unnest($1::text[]) union select handler from ashlar.event_pause
         union select handler from ashlar.event_delivery where state in ('pending', 'dead')) as found (handler)
   left join lateral (
     select count(*) filter (where state = 'pending') as pending, count(*) filter (where state = 'dead') as dead,
       count(*) filter (where state = 'pending' and error is not null) as retrying,
       count(*) filter (where state = 'pending' and due_at = 'infinity') as held,
       min(due_at) filter (where state = 'pending' and due_at < 'infinity') as oldest
     from ashlar.event_delivery where event_delivery.handler = found.handler and state in ('pending', 'dead')
   ) as counted on true
   order by handler`,
)
