/** Forms that are typed by the route they are sent to. */
import { useForm as useInertiaForm } from '@inertiajs/react'
import type { FormEvent } from 'react'
import { z } from 'zod'
import type { AnyRoute, BodyInputOf, PathParam, Route, RouteDeclaration } from '../contract/routes.ts'
import { useText } from './text.ts'

type ParamsNeeded<R extends AnyRoute> =
  R extends Route<infer D extends RouteDeclaration>
    ? [PathParam<D['path']>] extends [never]
      ? { readonly params?: undefined }
      : { readonly params: { readonly [Name in PathParam<D['path']>]: string } }
    : never

export type UseFormOptions<R extends AnyRoute> = ParamsNeeded<R> & {
  /** What the fields hold at first. */
  readonly initial: BodyInputOf<R>
  /** Keeps what the person entered when the answer is the same page. @default true */
  readonly preserveState?: boolean
}

/** A form on its way to a route. */
export interface RouteForm<Body> {
  readonly data: Body
  /** The first message of each field, by its dotted path, in the user's language. */
  readonly errors: Readonly<Record<string, string>>
  readonly processing: boolean
  readonly isDirty: boolean
  readonly setField: <Field extends keyof Body>(field: Field, value: Body[Field]) => void
  readonly setData: (data: Body) => void
  readonly reset: () => void
  /** Checks the fields against the route's schema and sends them; fits `onSubmit`. */
  readonly submit: (event?: FormEvent) => void
}

type Callable = (values?: Readonly<Record<string, unknown>>) => string

/** A form whose fields are those of the route's body. */
export function useForm<R extends AnyRoute>(route: R, options: UseFormOptions<R>): RouteForm<BodyInputOf<R>> {
  const text = useText('ui')
  const { params, initial, preserveState = true } = options
  const address = (route as unknown as Callable)(params)
  const form = useInertiaForm<Record<string, never>>(
    route.method.toLowerCase() as 'post',
    address,
    initial as Record<string, never>,
  )
  const errors = form.errors as Record<string, string>

  return {
    data: form.data as BodyInputOf<R>,
    errors: Object.fromEntries(
      Object.entries(errors).map(([field, message]) => [field, translateMessage(text, message)]),
    ),
    processing: form.processing,
    isDirty: form.isDirty,
    setField(field, value) {
      form.setData(field as never, value as never)
      if (errors[field as string] !== undefined) form.clearErrors(field as never)
    },
    setData: (data) => form.setData(data as never),
    reset: () => form.reset(),
    submit(event) {
      event?.preventDefault()
      const found = checkBody(route, form.data)
      form.clearErrors()
      if (found) form.setError(found as never)
      else form.submit({ preserveScroll: true, preserveState })
    },
  }
}

/** The same schema that the server parses with says at once what it would refuse. */
function checkBody(route: AnyRoute, data: unknown): Record<string, string> | undefined {
  const result = route.options.body?.safeParse(data)
  if (!result || result.success) return undefined
  const fields: Record<string, string> = {}
  for (const { path, message } of result.error.issues) fields[z.core.toDotPath(path)] ??= message
  return fields
}

const localeKey = /^[a-z][\w-]*:[\w.-]+$/

function translateMessage(text: (key: string) => string, message: string): string {
  return localeKey.test(message) ? text(message) : message
}
