/** What a handler may give for the props of a page. */
import type { DeepReadonly } from '../contract/deep-readonly.ts'
import type { Kept, Prop } from './props.ts'
import type { RawJson } from './raw-json.ts'

/** A value whose members may be given in any form that a prop may have. A list is one value. */
type Members<Value> = unknown extends Value
  ? Value
  : Value extends string | number | boolean | null | undefined | readonly unknown[]
    ? DeepReadonly<Value>
    : PageInput<Value>

/** A value that has arrived, or a kind that a closure chose. */
type Settled<Value, Presence> =
  | Members<Value>
  | RawJson<DeepReadonly<Value>>
  | Prop<DeepReadonly<Value> | Members<Value>, Presence>

/** A prop that the page declares as optional may come later; any other has to be there when the page is shown. */
type PresenceOf<Value> = undefined extends Value ? unknown : Kept

/** A value, a promise of it, a closure that gives it when a visit wants it, or a kind of prop such as `defer()`. */
export type PropInput<Value, Presence = PresenceOf<Value>> =
  | Settled<Value, Presence>
  | Promise<Settled<Value, Presence>>
  | (() => Settled<Value, Presence> | Promise<Settled<Value, Presence>>)

/** What a handler gives for the props of a page, or for the members of an object among them. */
export type PageInput<Props> = { readonly [Key in keyof Props]: PropInput<Props[Key]> }
