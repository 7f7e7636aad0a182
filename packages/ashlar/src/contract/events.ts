import type { z } from 'zod'

/** The schemas of an event's older payloads, by version. */
export type OlderPayloads = Readonly<Record<number, z.ZodType>>

/** A payload that an event had once, and the way between it and that of today. */
export interface OlderVersion<Then = z.ZodType, Now = z.ZodType> {
  readonly payload: Then
  /** Makes what was published then fit a handler of today. */
  up(then: z.output<Then>): z.output<Now>
  /** Makes what is published today fit a handler of then. */
  down(now: z.output<Now>): z.output<Then>
}

/** A fact that a module publishes. */
export interface EventDeclaration<
  Name extends string = string,
  Payload extends z.ZodType = z.ZodType,
  Older extends OlderPayloads = OlderPayloads,
> {
  readonly kind: 'event'
  /** `module.what-happened`, in the past tense. */
  readonly name: Name
  /** Rises when the payload changes in a way that old readers cannot read. */
  readonly version: number
  /** The schema of the payload: it writes what is published and reads what is delivered. A transform needs a codec. */
  readonly payload: Payload
  /** The versions before this one that handlers may still ask for, and that may still wait to be delivered. */
  readonly versions: { readonly [Version in keyof Older]: OlderVersion<Older[Version], Payload> }
}

/** What `event()` is told. */
export interface EventOptions<Payload extends z.ZodType, Older extends OlderPayloads> {
  readonly version: number
  readonly payload: Payload
  /** @default none */
  readonly versions?: { readonly [Version in keyof Older]: OlderVersion<Older[Version], Payload> }
}

/**
 * Declares an event by its name, version and payload.
 *
 * @example
 * const invoicePaid = event('billing.invoice-paid', {
 *   version: 2,
 *   payload: z.object({ id: z.string(), cents: z.int() }),
 *   versions: {
 *     1: {
 *       payload: z.object({ id: z.string(), euros: z.number() }),
 *       up: ({ id, euros }) => ({ id, cents: Math.round(euros * 100) }),
 *       down: ({ id, cents }) => ({ id, euros: cents / 100 }),
 *     },
 *   },
 * })
 *
 * invoicePaid.name // 'billing.invoice-paid'
 */
export function event<
  const Name extends `${string}.${string}`,
  Payload extends z.ZodType,
  // biome-ignore lint/complexity/noBannedTypes: without older versions there is none to ask for
  const Older extends OlderPayloads = {},
>(name: Name, options: EventOptions<Payload, Older>): EventDeclaration<Name, Payload, Older> {
  const { version, payload, versions = {} } = options
  return Object.freeze({ kind: 'event', name, version, payload, versions: Object.freeze({ ...versions }) }) as never
}

/** The payload of an event as its handlers of today receive it. */
export type PayloadOf<Event extends EventDeclaration> = z.output<Event['payload']>

/** What is known of an event besides its payload. */
export interface EventEnvelope<Payload = unknown> {
  /** A UUID. */
  readonly id: string
  readonly name: string
  /** The version of the payload as the handler receives it; a handler of several events gets the one published. */
  readonly version: number
  readonly payload: Payload
  /** The aggregate it is about, if its publisher keeps those in order. */
  readonly key: string | undefined
  /** Who acted when it was published; `undefined` for a visitor. */
  readonly actor: string | undefined
  /** The tenant whose rows the publisher saw; the handler sees the same. */
  readonly tenant: string | undefined
  /** The id of the request, job or command that published it. */
  readonly requestId: string
  /** The event whose handler published this one. */
  readonly causedBy: string | undefined
}

/** An event as it is delivered after the commit. */
export interface DeliveredEvent<Payload = unknown> extends EventEnvelope<Payload> {
  /** Counted from 1. */
  readonly attempt: number
  /** The same at every attempt: hand it to what lies outside of the database, so that it does nothing twice. */
  readonly idempotencyKey: string
  readonly publishedAt: Date
  /** Aborted when the handler takes too long, and when the app can wait for it no longer. */
  readonly signal: AbortSignal
}

/** Several events, by the module that publishes them: `billing.*`; `*` stands for all there are. */
export type EventPattern = `${string}.*` | '*'
