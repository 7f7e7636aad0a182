/** What ties inputs to the fields of a form. */
import type { z } from 'zod'
import type { AnyRoute } from '../contract/routes.ts'

/** What ties one input to a field of a form; made to be spread over a field component. */
export interface FieldBinding<Value> {
  readonly id: string
  readonly name: string
  readonly value: Value
  readonly error: string | undefined
  /** Whether the route's schema takes it empty. */
  readonly optional: boolean
  readonly onChange: (value: Value) => void
  /** Takes the value away; only where the schema takes `null` or nothing. */
  readonly onClear: (() => void) | undefined
}

/** What a route's schema says about a field being empty. */
export interface Emptiness {
  readonly optional: boolean
  /** What stands for no value; `undefined` in itself when the schema takes none of both. */
  readonly empty: { readonly value: null | undefined } | undefined
}

/** Finds out whether a field, or a field of the items of a list, may be empty. */
export function findEmptiness(route: AnyRoute, field: string, itemField?: string): Emptiness {
  const schema = findSchema(route.options.body, field, itemField)
  const accepts = (value: unknown) => schema?.safeParse(value).success === true
  const empty = accepts(null) ? { value: null } : accepts(undefined) ? { value: undefined } : undefined
  return { empty, optional: empty !== undefined || accepts('') }
}

function findSchema(body: z.ZodType | undefined, field: string, itemField?: string): z.ZodType | undefined {
  const schema = shapeOf(body)?.[field]
  if (itemField === undefined) return schema
  const { element } = (schema ?? {}) as { readonly element?: z.ZodType }
  return shapeOf(element)?.[itemField]
}

function shapeOf(schema: z.ZodType | undefined): Readonly<Record<string, z.ZodType>> | undefined {
  return (schema as { readonly shape?: Readonly<Record<string, z.ZodType>> } | undefined)?.shape
}
