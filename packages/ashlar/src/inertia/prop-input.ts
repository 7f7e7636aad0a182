/** What a handler may give for the props of a page. */
import type { DeepReadonly } from '../contract/deep-readonly.ts'
import type { Kept, MayBeAbsent, Prop } from './props.ts'

/** A prop that the page declares as optional may come later; any other has to be there when the page is shown. */
type Kind<Value> = undefined extends Value
  ? Prop<DeepReadonly<Exclude<Value, undefined>>, Kept> | Prop<DeepReadonly<Exclude<Value, undefined>>, MayBeAbsent>
  : Prop<DeepReadonly<Value>, Kept>

type Direct<Value> = DeepReadonly<Value> | Kind<Value>

/** A value, a promise of it, a closure that gives it when a visit wants it, or a kind of prop. */
export type PropInput<Value> =
  | Direct<Value>
  | Promise<DeepReadonly<Value>>
  | (() => Direct<Value> | Promise<Direct<Value>>)

type OptionalKey<Props> = { [Key in keyof Props]: undefined extends Props[Key] ? Key : never }[keyof Props]

/** The props that a handler gives for a page: all that it declares, and nothing else. */
export type PageInput<Props> = {
  readonly [Key in Exclude<keyof Props, OptionalKey<Props>>]: PropInput<Props[Key]>
} & {
  readonly [Key in OptionalKey<Props>]?: PropInput<Props[Key]> | undefined
}
