/** The paths of a form's fields, written as the server names them in its messages: `lines[0].quantity`. */

type Scalar = string | number | boolean | bigint | Date | Blob | null | undefined

type Joined<Path extends string, Value> = Path | `${Path}${Inner<NonNullable<Value>>}`

type Inner<Value> = Value extends Scalar
  ? never
  : Value extends readonly (infer Item)[]
    ? Joined<`[${number}]`, Item>
    : `.${FieldPath<Value>}`

/** Every path of a value: its fields, and theirs. */
export type FieldPath<Value> = { [Key in keyof Value & string]-?: Joined<Key, Value[Key]> }[keyof Value & string]

/** The first message of each field, by its path; a message about the whole form stands under the empty name. */
export type FieldErrors<Value> = { readonly [Path in FieldPath<Value> | '']?: string | undefined }
