/** Publishing: what happens within the transaction of the publisher. */
import { v7 as uuidv7 } from 'uuid'
import { AshlarError } from '../contract/errors.ts'
import type { EventDeclaration } from '../contract/events.ts'
import { captureWork, findUnitOfWork, savepoint, type UnitFrame } from '../data/runtime.ts'
import type { CarriedScope } from '../scope/carried-scope.ts'
import { findCause, runFollowing } from './cause.ts'
import { argumentsOf, type KeptEvent, openEnvelope } from './envelope.ts'
import {
  chainTooLong,
  duringFailed,
  eventNotDeclared,
  eventRefused,
  keyInvalid,
  publishedOutside,
  publishedWhileReading,
} from './errors.ts'
import type { HandlerSource, Handlers } from './handlers.ts'
import { writePayload } from './payload.ts'
import { prepareText } from './statements.ts'

export interface PublisherOptions {
  readonly module: string
  /** What the module's definition publishes. */
  readonly declared: readonly EventDeclaration[]
  readonly handlers: Handlers
  /** Told of the handlers that have something to do, once that is kept. */
  readonly onPublished: (handlers: readonly string[]) => void
}

/** Publishes an event of one module. Its types stand where modules meet it. */
export type PublishEvent = (
  event: EventDeclaration,
  payload: unknown,
  options?: { readonly key?: string },
) => Promise<void>

/** How long a chain of events may get in which each follows from the one before. */
const longestChain = 25
const longestKey = 200

/** An event about to be written. */
interface NewEvent extends Omit<KeptEvent, 'payload'> {
  /** The payload as JSON. */
  readonly text: string
}

/** Makes the function by which a module publishes. */
export function createPublisher({ module, declared, handlers, onPublished }: PublisherOptions): PublishEvent {
  const declarations = new Map(declared.map((declaration) => [declaration.name, declaration]))
  const notedOn = new WeakMap<UnitFrame, Set<string>>()

  function admit({ name }: EventDeclaration, payload: unknown, key: string | undefined): NewEvent {
    const declaration = declarations.get(name)
    if (declaration === undefined) throw eventNotDeclared(module, name)
    const current = findUnitOfWork()
    if (current === undefined || !current.unit.open) throw publishedOutside(module, name)
    if (current.unit.scope.readOnly) throw publishedWhileReading(module, name)
    if (key !== undefined && (key === '' || key.length > longestKey || key.includes('\0'))) {
      throw keyInvalid(name, longestKey)
    }
    const cause = findCause()
    const depth = (cause?.depth ?? 0) + 1
    if (depth > longestChain) throw chainTooLong(name, longestChain)
    const { version } = declaration
    const text = writePayload(declaration, payload)
    const scope = captureWork(current.unit.scope)
    return { id: uuidv7(), name, version, text, key, scope, causedBy: cause?.id, depth }
  }

  /** One statement writes the event and what is left to do. Nobody waits for it: a failure ends the unit of work. */
  function write({ id, name, version, text, key, scope, causedBy, depth }: NewEvent): void {
    const current = findUnitOfWork()
    if (current === undefined) throw publishedOutside(module, name)
    const { unit, frame } = current
    const listening = handlers.listAfter(name)
    const values = [id, name, version, text, JSON.stringify(scope), causedBy ?? null, depth, listening]
    const statement =
      key === undefined ? insertEvent(values) : insertKeyedEvent([...values, key, orderingKeyOf(module, scope, key)])
    unit.sendStatement(frame, statement)
    if (listening.length > 0) note(frame, listening)
  }

  /** Tells of all that is published in one stretch of a transaction at once. */
  function note(frame: UnitFrame, listening: readonly string[]): void {
    const noted = notedOn.get(frame) ?? new Set()
    if (!notedOn.has(frame)) {
      notedOn.set(frame, noted)
      frame.followUps.push(() => onPublished([...noted]))
    }
    for (const handler of listening) noted.add(handler)
  }

  return async (event, payload, { key } = {}) => {
    const admitted = admit(event, payload, key)
    const listening = handlers.listDuring(event.name)
    if (listening.length === 0) return write(admitted)
    // A refused event leaves nothing behind, even when its publisher goes on.
    await savepoint(async () => {
      for (const source of listening) await runDuring(source, admitted)
      write(admitted)
    })
  }
}

async function runDuring({ id: handler, module, open }: HandlerSource, event: NewEvent): Promise<void> {
  try {
    const { listener, handle } = await open()
    const envelope = openEnvelope({ ...event, payload: JSON.parse(event.text) }, listener)
    await runFollowing(event, async () => handle(...argumentsOf(envelope, listener)))
  } catch (error) {
    if (error instanceof AshlarError && error.status < 500) throw eventRefused(event.name, module, handler, error)
    throw duringFailed(event.name, module, handler, error)
  }
}

/** What waits for one tenant holds up no other, whatever their keys. No id of a module holds the sign, so no two of these meet. */
function orderingKeyOf(module: string, { tenant }: CarriedScope, key: string): string {
  return tenant === undefined ? `${module}:${key}` : `${module}@${tenant}:${key}`
}

const insertDeliveries = (key: string) => `
  insert into ashlar.event_delivery (event_id, handler, key)
  select written.id, listening.handler, ${key}
  from written cross join unnest($8::text[]) as listening (handler)`

const insertEvent = prepareText(
  'publish',
  'insert',
  `with written as (
    insert into ashlar.event (id, name, version, payload, scope, caused_by, depth)
    values ($1::uuid, $2, $3::int, $4::json, $5::json, $6::uuid, $7::int)
    returning id
  )${insertDeliveries('null')}`,
)

/** Whoever publishes with one key waits for the other's commit, so that the order of ids is that of commits. */
const insertKeyedEvent = prepareText(
  'publish_keyed',
  'insert',
  `with turn as materialized (
    select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended($10::text, 7254)) is not null as mine
  ), written as (
    insert into ashlar.event (id, name, version, payload, scope, caused_by, depth, key)
    select $1::uuid, $2, $3::int, $4::json, $5::json, $6::uuid, $7::int, $9 from turn where mine
    returning id
  )${insertDeliveries('$10')}`,
)
