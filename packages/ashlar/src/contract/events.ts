import type { z } from 'zod'

/** A fact that a module publishes. */
export interface EventDeclaration<Name extends string = string, Payload extends z.ZodType = z.ZodType> {
  readonly kind: 'event'
  /** `module.what-happened`, in the past tense. */
  readonly name: Name
  /** Rises when the payload changes in a way that old readers cannot read. */
  readonly version: number
  readonly payload: Payload
}

/** Declares an event by its name, version and payload. */
export function event<const Name extends `${string}.${string}`, Payload extends z.ZodType>(
  name: Name,
  declaration: { readonly version: number; readonly payload: Payload },
): EventDeclaration<Name, Payload> {
  return Object.freeze({ kind: 'event', name, ...declaration })
}
