/** What a contract infers. What it refuses stands in `tests/types/refusals.test.ts`. */

import type {
  BodyInputOf,
  BodyOf,
  Href,
  Paged,
  ParamsOf,
  PathParam,
  PermissionName,
  PropsOf,
  QueryOf,
  ResponseOf,
  Secret,
  SettingValues,
  Supplied,
  TypeIdOf,
} from 'ashlar/contract'
import { expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import {
  type Catalog,
  can,
  type definition,
  type Mail,
  type Order,
  type orderPlaced,
  pages,
  routes,
  type settings,
} from '../../tests/types/shop.ts'

test('a route is called with the parameters of its path, and gives an address of its method', () => {
  expectTypeOf(routes.show).parameter(0).toExtend<{ readonly id: string | number }>()
  expectTypeOf(routes.show({ id: 'ord_1' })).toEqualTypeOf<Href<'GET'>>()
  expectTypeOf(routes.create()).toEqualTypeOf<Href<'POST'>>()
  expectTypeOf(routes.remove({ id: 7 })).toEqualTypeOf<Href<'DELETE'>>()
  expectTypeOf(routes.line).parameter(0).toHaveProperty('number')
  expectTypeOf<Href<'GET'>>().toExtend<Href>()
  expectTypeOf<Href<'GET'>>().toExtend<string>()
  expectTypeOf<PathParam<'/:id/lines/:number'>>().toEqualTypeOf<'id' | 'number'>()
})

test('a route’s query is typed by its schema, and may be given in part', () => {
  type Query = NonNullable<NonNullable<Parameters<typeof routes.list>[0]>['query']>

  expectTypeOf<Query['status']>().toEqualTypeOf<'open' | 'shipped' | undefined>()
  expectTypeOf(routes.list({ query: { status: 'open', page: 2 } })).toEqualTypeOf<Href<'GET'>>()
  expectTypeOf(routes.list()).toEqualTypeOf<Href<'GET'>>()
})

test('a handler receives parameters, query and body as their schemas give them', () => {
  expectTypeOf<ParamsOf<typeof routes.show>>().toEqualTypeOf<{ readonly id: TypeIdOf<'ord'> }>()
  expectTypeOf<ParamsOf<typeof routes.line>>().toEqualTypeOf<{ readonly id: string; readonly number: number }>()
  expectTypeOf<QueryOf<typeof routes.list>['sort']>().toEqualTypeOf<'number' | '-number'>()
  expectTypeOf<QueryOf<typeof routes.list>['page']>().toEqualTypeOf<number>()
  expectTypeOf<BodyOf<typeof routes.create>>().toEqualTypeOf<{ customer: string; rush: boolean }>()
  expectTypeOf<BodyInputOf<typeof routes.create>>().toEqualTypeOf<{ customer: string; rush?: boolean | undefined }>()
  expectTypeOf<BodyOf<typeof routes.remove>>().toEqualTypeOf<undefined>()
})

test('an API route answers its response, any other nothing of its own', () => {
  expectTypeOf<ResponseOf<typeof routes.apiOrders>>().toExtend<Paged<z.output<typeof Order>>>()
  expectTypeOf<ResponseOf<typeof routes.show>>().toEqualTypeOf<never>()
})

test('permissions are a union of their names', () => {
  expectTypeOf<PermissionName<typeof can>>().toEqualTypeOf<'shop.read' | 'shop.edit'>()
  expectTypeOf(can.read.name).toEqualTypeOf<'shop.read'>()
})

test('an id bears its prefix', () => {
  expectTypeOf<z.output<typeof Order>['id']>().toEqualTypeOf<`ord_${string}`>()
})

test('a page’s props are those of its declaration, for the server and for the component', () => {
  expectTypeOf(pages.Browse.name).toEqualTypeOf<'shop/Browse'>()
  expectTypeOf<PropsOf<typeof pages.Edit>>().toEqualTypeOf<{
    order: z.output<typeof Order> | null
    history?: string[] | undefined
  }>()
})

test('settings, events and needs carry their types', () => {
  expectTypeOf<SettingValues<typeof settings>>().toEqualTypeOf<{ readonly maxLines: number; readonly key: Secret }>()
  expectTypeOf<z.output<typeof orderPlaced.payload>>().toEqualTypeOf<{ id: TypeIdOf<'ord'> }>()
  expectTypeOf<Supplied<(typeof definition)['needs']>>().toEqualTypeOf<{
    readonly catalog: Catalog
    readonly mail: Mail | undefined
  }>()
})
