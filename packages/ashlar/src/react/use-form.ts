/** Forms that are typed by the route they are sent to. */
import { type FormEvent, useId } from 'react'
import type { AnyRoute, BodyInputOf } from '../contract/routes.ts'
import { checkBody } from './check-body.ts'
import type { FieldErrors } from './field-path.ts'
import { useInertiaForm } from './inertia.ts'
import { useLeaveGuard } from './leave-guard.ts'
import { addressOf, type FormRoute, type ParamsNeeded, verbOf } from './route-call.ts'
import { useText } from './text.ts'

export type UseFormOptions<R extends AnyRoute> = ParamsNeeded<R> & {
  /** What the fields hold at first. */
  readonly initial: BodyInputOf<R>
  /** Checks the fields by the route's schema before they are sent; the server checks them in any case. @default true */
  readonly validate?: boolean
  /** Asks before a person leaves the page with entries that were not saved. @default false */
  readonly guard?: boolean
  /** Keeps what the person entered when the answer is the same page. @default true */
  readonly preserveState?: boolean
  /** Called when the server has accepted the form. */
  readonly onSuccess?: () => void
}

/** What ties one input to a field of a form; made to be spread over a field component. */
export interface FieldBinding<Value> {
  readonly id: string
  readonly name: string
  readonly value: Value
  readonly error: string | undefined
  readonly onChange: (value: Value) => void
}

/** A form on its way to a route. */
export interface RouteForm<Body> {
  /** Begins the ids of its inputs, so that two forms on a page do not meet. */
  readonly id: string
  readonly data: Body
  /** The first message of each field, by its path, in the user's language. */
  readonly errors: FieldErrors<Body>
  readonly processing: boolean
  readonly isDirty: boolean
  /** Ties an input to a field: `<TextField label="Name" {...form.field('name')} />`. */
  readonly field: <Field extends keyof Body & string>(field: Field) => FieldBinding<Body[Field]>
  readonly setField: <Field extends keyof Body & string>(field: Field, value: Body[Field]) => void
  readonly setData: (data: Body) => void
  readonly reset: () => void
  /** Checks the fields and sends them; fits `onSubmit`. */
  readonly submit: (event?: FormEvent) => void
}

/**
 * A form whose fields are those of the route's body. Method and address come from the route.
 *
 * @example
 * const form = useForm(routes.update, { params: { id: product.id }, initial: { name: product.name } })
 */
export function useForm<R extends AnyRoute>(
  route: R & FormRoute<R>,
  options: UseFormOptions<R>,
): RouteForm<BodyInputOf<R>> {
  type Body = BodyInputOf<R>
  const { params, initial, validate = true, guard = false, preserveState = true, onSuccess } = options
  const id = useId()
  const text = useText('ui')
  const form = useInertiaForm(initial as object)
  const errors = form.errors
  useLeaveGuard(guard && form.isDirty && !form.processing)

  function setField<Field extends keyof Body & string>(field: Field, value: Body[Field]): void {
    form.setData(field, value)
    const settled = Object.keys(errors).filter((path) => path === field || isInside(path, field))
    if (settled.length > 0) form.clearErrors(...settled)
  }

  return {
    id,
    data: form.data as Body,
    errors: errors as FieldErrors<Body>,
    processing: form.processing,
    isDirty: form.isDirty,
    field: (field) => ({
      id: `${id}-${field}`,
      name: field,
      value: (form.data as Body)[field],
      error: errors[field],
      onChange: (value) => setField(field, value),
    }),
    setField,
    setData: (data) => form.setData(data as object),
    reset: () => form.reset(),
    submit(event) {
      event?.preventDefault()
      const found = validate ? checkBody(route, form.data, text) : undefined
      form.clearErrors()
      if (found) form.setError(found)
      else {
        form.submit(verbOf(route), addressOf(route, params), {
          preserveScroll: true,
          preserveState,
          onSuccess: () => onSuccess?.(),
        })
      }
    },
  }
}

function isInside(path: string, field: string): boolean {
  return path.startsWith(`${field}.`) || path.startsWith(`${field}[`)
}
