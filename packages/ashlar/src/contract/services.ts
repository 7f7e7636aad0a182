/** A typed interface that one module offers and others need. The type is the promise; the name finds it at boot. */
export interface Service<Interface = unknown> {
  readonly kind: 'service'
  readonly name: string
  /** Never set: it only ties the service to its interface. */
  readonly interface?: Interface
}

/** A service that a module can live without. */
export interface OptionalService<Interface = unknown> {
  readonly kind: 'optional-service'
  readonly service: Service<Interface>
}

/** What a module asks for, by the names it uses them under. */
export type Needs = Readonly<Record<string, Service | OptionalService>>

/** What a module gives to others. */
export type Offers = Readonly<Record<string, Service>>

/** The interfaces behind a map of needs. */
export type Supplied<N extends Needs> = {
  readonly [Key in keyof N]: N[Key] extends OptionalService<infer Interface>
    ? Interface | undefined
    : N[Key] extends Service<infer Interface>
      ? Interface
      : never
}

/** The implementations that a map of offers calls for. */
export type Implementations<O extends Offers> = {
  readonly [Key in keyof O]: O[Key] extends Service<infer Interface> ? Interface : never
}

/**
 * Names a service.
 *
 * @example
 * interface Clock {
 *   now(): Date
 * }
 * const clock = service<Clock>('clock')
 *
 * clock.name // 'clock'
 */
export function service<Interface>(name: string): Service<Interface> {
  return Object.freeze({ kind: 'service', name })
}

/** Marks a need that may stay unmet; the module receives `undefined` then. */
export function optional<Interface>(need: Service<Interface>): OptionalService<Interface> {
  return Object.freeze({ kind: 'optional-service', service: need })
}
