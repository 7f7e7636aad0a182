/** What a behaviour is given and asked for. What it is refused stands in `tests/types/refusals.test.ts`. */
import { type Behaviour, behaviour, type Given, type RouteContext } from 'ashlar'
import type { Identity, LiveSettings } from 'ashlar/contract'
import { noContent } from 'ashlar/http'
import { expectTypeOf, test } from 'vitest'
import type { Catalog, definition, Mail, Orders, routes, settings } from '../../tests/types/shop.ts'
import type { ModuleDatabase } from '../data/index.ts'

type Shop = typeof definition

test('a behaviour is given its database, its log, its settings and its needs', () => {
  expectTypeOf<Given<Shop>['db']>().toEqualTypeOf<ModuleDatabase>()
  expectTypeOf<Given<Shop>['log']>().toHaveProperty('info')
  expectTypeOf<Given<Shop>['settings']>().toEqualTypeOf<LiveSettings<typeof settings>>()
  expectTypeOf<Given<Shop>['catalog']>().toEqualTypeOf<Catalog>()
  expectTypeOf<Given<Shop>['mail']>().toEqualTypeOf<Mail | undefined>()
})

test('a behaviour answers every route, service and import of its definition', () => {
  expectTypeOf<keyof Behaviour<Shop>['routes']>().toEqualTypeOf<keyof typeof routes>()
  expectTypeOf<Behaviour<Shop>['offers']>().toEqualTypeOf<{ readonly orders: Orders }>()
  expectTypeOf<keyof Behaviour<Shop>['imports']>().toEqualTypeOf<'orders'>()
})

test('a module that declares nothing has nothing to answer', () => {
  const create = behaviour<{ id: 'theme' }>(() => ({}))

  expectTypeOf(create).parameter(0).not.toHaveProperty('settings')
})

test('the user is certain on a route that asks for one', () => {
  expectTypeOf<RouteContext<typeof routes.welcome>['user']>().toEqualTypeOf<Identity | undefined>()
  expectTypeOf<RouteContext<typeof routes.profile>['user']>().toEqualTypeOf<Identity>()
  expectTypeOf<RouteContext<typeof routes.show>['user']>().toEqualTypeOf<Identity>()
})

test('a complete behaviour is accepted', () => {
  const create = behaviour<Shop>(({ catalog, mail, settings, log }) => ({
    routes: {
      welcome: () => noContent(),
      list: ({ query }) => {
        log.info(query.sort)
        return noContent()
      },
      show: async ({ params }) => {
        await catalog.findPrice(params.id)
        return noContent()
      },
      line: ({ params }) => {
        log.info(params.number.toFixed(settings.maxLines))
        return noContent()
      },
      create: async ({ body, user }) => {
        if (body.rush) await mail?.send(user.email)
        return noContent()
      },
      remove: () => noContent(),
      profile: () => noContent(),
      apiOrders: ({ query }) => ({ items: [], page: query.page, perPage: 20, total: 0 }),
    },
    offers: { orders: { count: async () => 0 } },
    imports: {
      orders: async (rows, progress) => {
        progress(rows.length)
        return {
          refused: rows.filter(({ value }) => value.number < 0).map(({ line }) => ({ line, reason: 'negative' })),
        }
      },
    },
    seed: async () => undefined,
    stop: async () => undefined,
  }))

  expectTypeOf(create).returns.toExtend<Behaviour<Shop> | Promise<Behaviour<Shop>>>()
})
