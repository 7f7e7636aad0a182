import type { EventEnvelope } from '../contract/events.ts'
import type { Listener } from '../contract/listeners.ts'
import type { CarriedScope } from '../scope/carried-scope.ts'
import { type KeptPayload, readPayload } from './payload.ts'

/** An event as it is kept. */
export interface KeptEvent extends KeptPayload {
  readonly id: string
  readonly key: string | undefined
  /** Who published it, and for which request. */
  readonly scope: CarriedScope
  readonly causedBy: string | undefined
  /** How many events led to it, itself included. */
  readonly depth: number
}

/** Makes what a handler receives, with the payload in the version it asks for. @throws ASH488 or ASH489 when that cannot be. */
export function openEnvelope(event: KeptEvent, listener: Listener): EventEnvelope {
  const { id, name, version, key, scope, causedBy } = event
  return {
    id,
    name,
    version: listener.options.version ?? listener.declaration?.version ?? version,
    payload: readPayload(event, listener),
    key,
    actor: scope.actor,
    tenant: scope.tenant,
    requestId: scope.request,
    causedBy,
  }
}

/** The arguments of a handler: a handler of several events receives the envelope alone. */
export function argumentsOf(envelope: EventEnvelope, { declaration }: Listener): readonly unknown[] {
  const frozen = Object.freeze(envelope)
  return declaration === undefined ? [frozen] : [frozen.payload, frozen]
}
