/** Forms that are typed by the route they are sent to. */
import { type FormEvent, useId, useState } from 'react'
import type { AnyRoute, BodyInputOf } from '../contract/routes.ts'
import { checkBody } from './check-body.ts'
import { type Emptiness, type FieldBinding, findEmptiness } from './field-binding.ts'
import type { FieldErrors } from './field-path.ts'
import { useFormState } from './form-state.ts'
import { useLeaveGuard } from './leave-guard.ts'
import { addressOf, type FormRoute, type ParamsNeeded, verbOf } from './route-call.ts'
import { useText } from './text.ts'
import { useRowVersion } from './use-row-version.ts'

export type UseFormOptions<R extends AnyRoute> = ParamsNeeded<R> & {
  /**
   * What the fields hold at first. A `version` among them is that of the row that the person has seen. When the server refuses it, fields that the
   * person has not changed take what the row holds now, the others keep what was entered, and each that somebody else has changed says so.
   */
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

type ItemOf<List> = NonNullable<List> extends readonly (infer Item)[] ? Item : never

/** A form on its way to a route. */
export interface RouteForm<Body> {
  /** Begins the ids of its inputs, so that two forms on a page do not meet. */
  readonly id: string
  readonly data: Body
  /** The first message of each field, by its path, in the user's language. */
  readonly errors: FieldErrors<Body>
  readonly processing: boolean
  /** How much of an upload has been sent, in percent; `undefined` while nothing is sent. */
  readonly uploadedPercent: number | undefined
  readonly isDirty: boolean
  /** How often it was sent and came back with messages. */
  readonly refusals: number
  /** Ties an input to a field: `<TextField label="Name" {...form.field('name')} />`. */
  readonly field: <Field extends keyof Body & string>(field: Field) => FieldBinding<Body[Field]>
  /** Ties an input to a field of one item of a list: `form.item('lines', 0, 'quantity')`. */
  readonly item: <Field extends keyof Body & string, Inner extends keyof ItemOf<Body[Field]> & string>(
    field: Field,
    index: number,
    inner: Inner,
  ) => FieldBinding<ItemOf<Body[Field]>[Inner]>
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
  const form = useFormState<Body>(initial)
  const row = useRowVersion(form, initial, text)
  const [refusals, setRefusals] = useState(0)
  const countRefusal = () => setRefusals((count) => count + 1)
  useLeaveGuard(guard && form.isDirty && !form.processing)

  function bind<Value>(
    path: string,
    value: Value,
    { optional, empty }: Emptiness,
    onChange: (value: Value) => void,
  ): FieldBinding<Value> {
    return {
      id: `${id}-${path}`,
      name: path,
      value,
      error: form.messages[path],
      optional,
      onChange,
      onClear: empty && (() => onChange(empty.value as Value)),
    }
  }

  return {
    id,
    data: form.data,
    errors: form.messages as FieldErrors<Body>,
    processing: form.processing,
    uploadedPercent: form.uploadedPercent,
    isDirty: form.isDirty,
    refusals,
    field: (field) =>
      bind(field, form.data[field], findEmptiness(route, field), (value) => form.setField(field, value)),
    item<Field extends keyof Body & string, Inner extends keyof ItemOf<Body[Field]> & string>(
      field: Field,
      index: number,
      inner: Inner,
    ): FieldBinding<ItemOf<Body[Field]>[Inner]> {
      const items = (form.data[field] ?? []) as readonly ItemOf<Body[Field]>[]
      return bind(
        `${field}[${index}].${inner}`,
        items[index]?.[inner] as ItemOf<Body[Field]>[Inner],
        findEmptiness(route, field, inner),
        (value) => {
          const changed = items.map((item, at) => (at === index ? { ...(item as object), [inner]: value } : item))
          form.setField(field, changed)
        },
      )
    },
    setField: form.setField,
    setData: form.setData,
    reset: form.reset,
    submit(event) {
      event?.preventDefault()
      const data = row.addTo(form.data)
      const found = validate ? checkBody(route, data, text) : undefined
      if (found) {
        form.showMessages(found)
        countRefusal()
      } else {
        form.send(verbOf(route), addressOf(route, params), {
          data,
          preserveState,
          onSuccess() {
            row.accept()
            onSuccess?.()
          },
          onRefused: countRefusal,
        })
      }
    },
  }
}
