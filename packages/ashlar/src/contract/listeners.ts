/** How a module says which events it reacts to, and when. */
import type { z } from 'zod'
import type { DeliveredEvent, EventDeclaration, EventEnvelope, EventPattern, PayloadOf } from './events.ts'
import type { TransactionOptions } from './transactions.ts'

/** The versions of an event that a handler may ask for. */
export type VersionOf<Event extends EventDeclaration> = NumberOf<keyof Event['versions']>

/** A key as the number it is written as: the compiler takes the keys of what it infers for texts. */
type NumberOf<Key> = Key extends number ? Key : Key extends `${infer Version extends number}` ? Version : never

/** What holds for every handler of one event. */
export interface ListenOptions<Version extends number = number> {
  /** An older version of the payload, which the handler goes on receiving. @default that of today */
  readonly version?: Version
  /** Whether the app boots without the module that publishes the event. @default false */
  readonly optional?: boolean
}

/** How an event is delivered after the commit. */
export interface AfterOptions<Version extends number = number> extends ListenOptions<Version> {
  /** How often it is tried before it is left to a person. @default 20, over about twelve hours */
  readonly tries?: number
  /** How long one try may take, in milliseconds. @default 30000 */
  readonly timeoutMs?: number
  /** How its transaction is kept apart from others, and how long it waits. */
  readonly transaction?: TransactionOptions
  /** Whether an event that nobody could handle holds up those that come after it with the same key. @default false */
  readonly blockOnDead?: boolean
}

/** A handler that runs after the commit, in a transaction of its own, until it succeeds. */
export interface AfterListener<Payload = unknown> {
  readonly kind: 'after'
  /** The event it is for, or a pattern. */
  readonly event: string
  /** `undefined` for a pattern. */
  readonly declaration: EventDeclaration | undefined
  readonly options: AfterOptions
  /** Never set: it only ties the handler to its payload. */
  readonly payload?: Payload
}

/** A handler that runs in the transaction of the publisher, and may refuse by throwing. */
export interface DuringListener<Payload = unknown> {
  readonly kind: 'during'
  readonly event: string
  readonly declaration: EventDeclaration | undefined
  readonly options: ListenOptions
  /** Never set: it only ties the handler to its payload. */
  readonly payload?: Payload
}

export type Listener = AfterListener | DuringListener

/** The events a module reacts to, by the names its behaviour answers them under. */
export type Listens = Readonly<Record<string, Listener>>

/** Marks a handler of several events: it receives their envelopes, because their payloads have no type in common. */
export interface AnyPayload {
  readonly anyPayload: true
}

/** The payload of an event in a version; that of today when none is asked for. */
type PayloadAt<Event extends EventDeclaration, Version> = [Version] extends [never]
  ? PayloadOf<Event>
  : SchemaAt<Event, Version | `${Version & number}`>

type SchemaAt<Event extends EventDeclaration, Key> = Key extends keyof Event['versions']
  ? Event['versions'][Key] extends { readonly payload: infer Then }
    ? z.output<Then>
    : never
  : never

/** Handles one event. */
export type EventHandler<L extends Listener> =
  L extends AfterListener<infer Payload>
    ? HandlerOf<Payload, Payload extends AnyPayload ? DeliveredEvent : DeliveredEvent<Payload>>
    : L extends DuringListener<infer Payload>
      ? HandlerOf<Payload, Payload extends AnyPayload ? EventEnvelope : EventEnvelope<Payload>>
      : never

type HandlerOf<Payload, Envelope> = Payload extends AnyPayload
  ? (envelope: Envelope) => Promise<void> | void
  : (payload: Payload, envelope: Envelope) => Promise<void> | void

/** A handler for each event of a definition: none can be forgotten. */
export type EventHandlers<L extends Listens> = { readonly [Key in keyof L]: EventHandler<L[Key]> }

/**
 * Listens to an event after it has been committed: the handler runs in a transaction of its own, exactly once as far as
 * the database goes, and again after a failure.
 *
 * @example
 * const listens = { suspend: after(userDisabled), log: after('billing.*') }
 */
export function after<Event extends EventDeclaration, const Version extends VersionOf<Event> = never>(
  event: Event,
  options?: AfterOptions<Version>,
): AfterListener<PayloadAt<Event, Version>>
export function after(pattern: EventPattern, options?: Omit<AfterOptions, 'version'>): AfterListener<AnyPayload>
export function after(event: EventDeclaration | string, options: AfterOptions = {}): AfterListener {
  return Object.freeze({ kind: 'after', ...nameOf(event), options: Object.freeze({ ...options }) })
}

/**
 * Listens to an event inside of the transaction that publishes it: what the handler does is kept or undone with it, and
 * a handler that throws refuses the event.
 */
export function during<Event extends EventDeclaration, const Version extends VersionOf<Event> = never>(
  event: Event,
  options?: ListenOptions<Version>,
): DuringListener<PayloadAt<Event, Version>>
export function during(pattern: EventPattern, options?: Omit<ListenOptions, 'version'>): DuringListener<AnyPayload>
export function during(event: EventDeclaration | string, options: ListenOptions = {}): DuringListener {
  return Object.freeze({ kind: 'during', ...nameOf(event), options: Object.freeze({ ...options }) })
}

function nameOf(event: EventDeclaration | string): Pick<Listener, 'event' | 'declaration'> {
  return typeof event === 'string' ? { event, declaration: undefined } : { event: event.name, declaration: event }
}

/** Whether an event is meant by its name, by `billing.*`, or by `*`. */
export function matchesEvent(pattern: string, name: string): boolean {
  if (pattern === '*' || pattern === name) return true
  return pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))
}
