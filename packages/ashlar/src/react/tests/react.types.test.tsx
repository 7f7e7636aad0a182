/** What the door for pages infers. What it refuses stands in `refusals.test.ts`. */
import type { Href } from 'ashlar/contract'
import {
  type Action,
  type FieldPath,
  fetchRoute,
  Link,
  type RouteForm,
  type Text,
  type TextKey,
  type useAction,
  type useForm,
  usePage,
  usePageProps,
} from 'ashlar/react'
import { expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import { type Order, pages, routes } from '../../../tests/types/shop.ts'

type OrderBody = { customer: string; rush?: boolean | undefined }

test('a form is typed by the body of its route, both ways', () => {
  type Form = ReturnType<typeof useForm<typeof routes.create>>

  expectTypeOf<Form>().toEqualTypeOf<RouteForm<OrderBody>>()
  expectTypeOf<Form['data']>().toEqualTypeOf<OrderBody>()
  expectTypeOf<Form['field']>().parameter(0).toEqualTypeOf<'customer' | 'rush'>()
  expectTypeOf<Form['errors']['customer']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<Form['errors']['']>().toEqualTypeOf<string | undefined>()
})

test('the fields of a list have paths with their place in it', () => {
  type Body = { name: string; lines: { product: string; taxes?: { rate: number }[] }[]; tags: string[] | null }

  expectTypeOf<FieldPath<Body>>().toEqualTypeOf<
    | 'name'
    | 'lines'
    | `lines[${number}]`
    | `lines[${number}].product`
    | `lines[${number}].taxes`
    | `lines[${number}].taxes[${number}]`
    | `lines[${number}].taxes[${number}].rate`
    | 'tags'
    | `tags[${number}]`
  >()
})

test('an action asks for the parameters of its path', () => {
  expectTypeOf<ReturnType<typeof useAction<typeof routes.remove>>>().toEqualTypeOf<Action<typeof routes.remove>>()
  expectTypeOf<Action<typeof routes.remove>['send']>().toBeCallableWith({ params: { id: 'ord_1' } })
  expectTypeOf<Action<typeof routes.create>['send']>().toBeCallableWith({ body: { customer: 'Ada' } })
})

test('a route that is read as data gives what its schema says', () => {
  const read = () => fetchRoute(routes.apiOrders, { query: { status: 'open' } })

  expectTypeOf<Awaited<ReturnType<typeof read>>['items']>().toEqualTypeOf<z.output<typeof Order>[]>()
})

test('a link takes the address of a GET route', () => {
  const link = () => <Link to={routes.show({ id: 'ord_1' })}>An order</Link>

  expectTypeOf(link).toBeFunction()
  expectTypeOf(routes.show({ id: 'ord_1' })).toEqualTypeOf<Href<'GET'>>()
})

test('the props of the page that is shown are those it declares, and the shared ones', () => {
  const shown = () => usePage<typeof pages.Edit>().props
  const props = () => usePageProps(pages.Edit)

  expectTypeOf<ReturnType<typeof shown>['order']>().toEqualTypeOf<z.output<typeof Order> | null>()
  expectTypeOf<ReturnType<typeof shown>['user']>().toExtend<{ readonly name: string } | null>()
  expectTypeOf<ReturnType<typeof props>['history']>().toEqualTypeOf<string[] | undefined>()
})

test('the keys of texts are those of the locale file, without the endings of plurals', () => {
  type File = { title: string; flash: { done: string }; stones_one: string; stones_other: string }

  expectTypeOf<TextKey<File>>().toEqualTypeOf<'title' | 'flash.done' | 'stones'>()
  expectTypeOf<Text<TextKey<File>>>().toBeCallableWith('ui:save')
})
