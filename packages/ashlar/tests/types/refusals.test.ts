/** What does not compile, and what the compiler says then. One run of the compiler serves all. */
import { beforeAll, describe, expect, test } from 'vitest'
import { checkTypes } from './check-types.ts'

interface Refusal {
  /** A source in which exactly one thing is refused. */
  readonly source: string
  /** What the message has to say. */
  readonly says: readonly string[]
}

const declare = `import { anyone, definePages, definePermissions, defineRoutes, event, flag, get, page, post } from 'ashlar/contract'
import type { AnyRoute, Href, MenuEntry, PermissionName, PropsOf, RouteOptions } from 'ashlar/contract'
import { defineModule, type AppConfig } from 'ashlar'
import { z } from 'zod'
import * as shop from './shop.ts'
`

const contract: Readonly<Record<string, Refusal>> = {
  'a link without the parameter that its route needs': {
    source: `shop.routes.show({})`,
    says: [`Property 'id' is missing`],
  },
  'a link without any values to a route with parameters': {
    source: `shop.routes.show()`,
    says: ['Expected 1 arguments, but got 0.'],
  },
  'a link with a parameter that its route does not have': {
    source: `shop.routes.show({ id: 'ord_1', number: 1 })`,
    says: [`'number' does not exist in type`],
  },
  'a link with a query parameter that its route does not have': {
    source: `shop.routes.list({ query: { pgae: 2 } })`,
    says: [`'pgae' does not exist in type`],
  },
  'a link with a query value of the wrong type': {
    source: `shop.routes.list({ query: { status: 'lost' } })`,
    says: [`Type '"lost"' is not assignable to type`, '"open"', '"shipped"'],
  },
  'a query on a route that has none': {
    source: `shop.routes.show({ id: 'ord_1', query: { page: 2 } })`,
    says: [`Type 'number' is not assignable to type 'never'.`],
  },
  'a link to a route that does not exist': {
    source: `shop.routes.shwo({ id: 'ord_1' })`,
    says: [`Property 'shwo' does not exist`],
  },
  'a text in place of an address': {
    source: `export const href: Href = '/shop'`,
    says: [`Type 'string' is not assignable to type 'Href'.`],
  },
  'the address of a POST route in place of one that can be visited': {
    source: `export const href: Href<'GET'> = shop.routes.create()`,
    says: [`Type '"POST"' is not assignable to type '"GET"'.`],
  },
  'a GET route with a body': {
    source: `get('/', { can: anyone, body: z.object({}) })`,
    says: ['A GET route takes no body: declare a query, or use post().'],
  },
  'a route that does not say who may use it': {
    source: `post('/', {})`,
    says: [`Property 'can' is missing in type '{}'`],
  },
  'a route for something else than a permission': {
    source: `post('/', { can: 'shop.read' })`,
    says: [`Type 'string' is not assignable to type 'Access'.`],
  },
  'a path that does not begin with a slash': {
    source: `get('orders', { can: anyone })`,
    says: [`Argument of type '"orders"' is not assignable to parameter of type '\`/\${string}\`'.`],
  },
  'a schema for a parameter that the path lacks': {
    source: `get('/:id', { can: anyone, params: { number: z.string() } })`,
    says: [`'number' does not exist in type 'ParamSchemas<"/:id">'`],
  },
  'a permission that the module does not have': {
    source: `export const name: PermissionName<typeof shop.can> = 'shop.pay'`,
    says: [`Type '"shop.pay"' is not assignable to type`, '"shop.read"', '"shop.edit"'],
  },
  'an id with the prefix of something else': {
    source: `export const id: shop.OrderId = 'prod_1'`,
    says: [`Type '"prod_1"' is not assignable to type '\`ord_\${string}\`'.`],
  },
  'a prop of the wrong type': {
    source: `export const props: PropsOf<typeof shop.pages.Edit> = { order: null, history: 'none' }`,
    says: [`Type 'string' is not assignable to type 'string[]'.`],
  },
  'a prop that the page does not declare': {
    source: `export const props: PropsOf<typeof shop.pages.Edit> = { order: null, passwordHash: 'x' }`,
    says: [`'passwordHash' does not exist in type`],
  },
  'an event whose name has no module': {
    source: `event('placed', { version: 1, payload: z.object({}) })`,
    says: [`Argument of type '"placed"' is not assignable to parameter of type '\`\${string}.\${string}\`'.`],
  },
  'a menu entry to a route that needs parameters': {
    source: `export const entry: MenuEntry = { to: shop.routes.show }`,
    says: [`is not assignable to type 'AnyRoute & (() => string)'.`],
  },
}

const definition: Readonly<Record<string, Refusal>> = {
  'a module without an id': { source: `defineModule({})`, says: [`Property 'id' is missing`] },
  'a permission of another module': {
    source: `defineModule({ id: 'billing', permissions: definePermissions('crm', { read: 'See' }) })`,
    says: ['\\"crm.read\\" belongs to another module: its name must begin with \\"billing.\\"'],
  },
  'a page of another module': {
    source: `defineModule({ id: 'billing', pages: definePages('crm', { Browse: page({}) }) })`,
    says: ['\\"crm/Browse\\" belongs to another module: its name must begin with \\"billing/\\"'],
  },
  'an event of another module': {
    source: `defineModule({ id: 'billing', publishes: [event('crm.called', { version: 1, payload: z.object({}) })] })`,
    says: ['\\"crm.called\\" belongs to another module: its name must begin with \\"billing.\\"'],
  },
  'a flag of another module': {
    source: `defineModule({ id: 'billing', flags: [flag('crm.calls', { help: 'calls are noted' })] })`,
    says: ['\\"crm.calls\\" belongs to another module: its name must begin with \\"billing.\\"'],
  },
  'a part that modules do not have': {
    source: `defineModule({ id: 'billing', permisions: {} })`,
    says: ['A module has no part called \\"permisions\\"'],
  },
  'a role that grants something else than permissions': {
    source: `export const config: AppConfig = { roles: { clerk: [shop.routes.list] } }`,
    says: ['is not assignable to type', 'Permission<string>'],
  },
}

/** A behaviour of the shop that is complete, but for what a case replaces. */
function behaviourOf(replaced: { readonly given?: string; readonly routes?: string; readonly rest?: string }): string {
  const {
    given = '{ catalog }',
    routes = `welcome, list, show, line, create, remove, profile, apiOrders`,
    rest = `offers: { orders: { count: async () => 0 } }, imports: { orders: async () => ({ refused: [] }) },`,
  } = replaced
  return `import { behaviour } from 'ashlar'
import { noContent } from 'ashlar/http'
import type { definition } from './shop.ts'
const welcome = () => noContent(), list = welcome, show = welcome, line = welcome, create = welcome, remove = welcome, profile = welcome
const apiOrders = () => ({ items: [], page: 1, perPage: 20, total: 0 })
export default behaviour<typeof definition>((${given}) => ({ routes: { ${routes} }, ${rest} }))
`
}

const allBut = (name: string) =>
  ['welcome', 'list', 'show', 'line', 'create', 'remove', 'profile', 'apiOrders']
    .filter((route) => route !== name)
    .join(', ')

const behaviour: Readonly<Record<string, Refusal>> = {
  'a route without a handler': {
    source: behaviourOf({ routes: allBut('remove') }),
    says: [`Property 'remove' is missing in type`],
  },
  'a handler without a route': {
    source: `import type { RouteHandlers } from 'ashlar'
import { noContent } from 'ashlar/http'
import type { routes } from './shop.ts'
const welcome = () => noContent(), list = welcome, show = welcome, line = welcome, create = welcome, remove = welcome, profile = welcome
const apiOrders = () => ({ items: [], page: 1, perPage: 20, total: 0 })
export function createRoutes(): RouteHandlers<typeof routes> {
  return { ${allBut('')}, edit: welcome }
}
`,
    says: [`'edit' does not exist in type 'RouteHandlers<`],
  },
  'a service that is offered and not there': {
    source: behaviourOf({ rest: 'imports: { orders: async () => ({ refused: [] }) },' }),
    says: [`Property 'offers' is missing in type`],
  },
  'a service that does less than its interface': {
    source: behaviourOf({ rest: 'offers: { orders: {} }, imports: { orders: async () => ({ refused: [] }) },' }),
    says: [`Property 'count' is missing in type '{}' but required in type 'Orders'.`],
  },
  'an import without a handler': {
    source: behaviourOf({ rest: 'offers: { orders: { count: async () => 0 } }, imports: {},' }),
    says: [`Property 'orders' is missing in type '{}'`],
  },
  'a need that is not declared': {
    source: behaviourOf({ given: '{ stock }' }),
    says: [`Property 'stock' does not exist on type 'GivenToAll`],
  },
  'an optional need that is used as if it were there': {
    source: behaviourOf({
      given: '{ mail }',
      routes: `${allBut('list')}, list: async () => { await mail.send(''); return noContent() }`,
    }),
    says: [`'mail' is possibly 'undefined'.`],
  },
  'a setting of the wrong type': {
    source: behaviourOf({
      given: '{ settings }',
      routes: `${allBut('list')}, list: () => { settings.maxLines.trim(); return noContent() }`,
    }),
    says: [`Property 'trim' does not exist on type 'number'.`],
  },
  'a user where visitors may come': {
    source: behaviourOf({ routes: `${allBut('welcome')}, welcome: ({ user }) => { user.id; return noContent() }` }),
    says: [`'user' is possibly 'undefined'.`],
  },
  'a field that the body does not have': {
    source: behaviourOf({
      routes: `${allBut('create')}, create: ({ body }) => { body.custommer; return noContent() }`,
    }),
    says: [`Property 'custommer' does not exist`],
  },
  'an API route that answers something else than it declares': {
    source: behaviourOf({ routes: `${allBut('apiOrders')}, apiOrders: () => ({ items: [], page: 1, perPage: 20 })` }),
    says: [`Property 'total' is missing`],
  },
  'a value from a route that is no API route': {
    source: behaviourOf({ routes: `${allBut('list')}, list: () => ({ items: [] })` }),
    says: [`Type '{ items: never[]; }' is not assignable to type`, 'Promise<Reply>'],
  },
}

const families = { contract, definition, behaviour }
const accepted = [
  'packages/ashlar/src/contract/contract.types.test.ts',
  'packages/ashlar/src/module/behaviour.types.test.ts',
]
const nameOf = (family: string, index: number) => `${family}-${index}`
let messages: ReadonlyMap<string, readonly string[]>

beforeAll(async () => {
  const sources = Object.entries(families).flatMap(([family, refusals]) =>
    Object.values(refusals).map(({ source }, index) => [
      nameOf(family, index),
      family === 'behaviour' ? source : `${declare}${source}\n`,
    ]),
  )
  messages = await checkTypes({ ...Object.fromEntries(sources), complete: behaviourOf({}) }, accepted)
})

describe.each(Object.entries(families))('%s', (family, refusals) => {
  test.each(Object.entries(refusals).map(([name, { says }], index) => ({ name, says, index })))(
    'refuses $name',
    ({ says, index }) => {
      const said = messages.get(nameOf(family, index)) ?? []
      expect(said).toHaveLength(1)
      for (const words of says) expect(said[0]).toContain(words)
    },
  )
})

test.each([...accepted, 'complete'])('%s is accepted', (name) => {
  expect(messages.get(name) ?? []).toEqual([])
})
