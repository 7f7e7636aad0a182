/** The types of what a handler may give for the props of a page. */
import type { Kept, Prop } from './props.ts'
import type { RawJson } from './raw-json.ts'

type Primitive = string | number | bigint | boolean | symbol | null | undefined

/** A value of a type, nothing in it to be changed: what a handler has may be read-only. */
export type Data<Value> = unknown extends Value
  ? Value
  : Value extends Primitive
    ? Value
    : Value extends (...values: never) => unknown
      ? Value
      : { readonly [Key in keyof Value]: Data<Value[Key]> }

/** A value whose members may be given in any form that a prop may have. */
type Members<Value> = unknown extends Value
  ? Value
  : Value extends Primitive | readonly unknown[]
    ? Data<Value>
    : PageInput<Value>

/** A value that has arrived, or a kind that a closure chose. */
type Settled<Value, Presence> = Members<Value> | RawJson<Data<Value>> | Prop<Data<Value> | Members<Value>, Presence>

/** How a prop that the browser may miss at first is kept apart from one that it always has. */
type PresenceOf<Value> = undefined extends Value ? unknown : Kept

/** All forms in which the value of a prop can be given: itself, a promise, a closure, or a kind such as `defer()`. */
export type PropInput<Value, Presence = PresenceOf<Value>> =
  | Settled<Value, Presence>
  | Promise<Settled<Value, Presence>>
  | (() => Settled<Value, Presence> | Promise<Settled<Value, Presence>>)

/** What a handler gives for the props of a page. */
export type PageInput<Props> = { readonly [Key in keyof Props]: PropInput<Props[Key]> }
