/** What does not compile in a page, and what the compiler says then. One run of the compiler serves all. */
import { beforeAll, expect, test } from 'vitest'
import { checkTypes } from '../../../tests/types/check-types.ts'

const imports = `import { put, anyone, defineRoutes } from 'ashlar/contract'
import { fetchRoute, Link, useAction, useForm, usePageProps, useText } from 'ashlar/react'
import { z } from 'zod'
import * as shop from './shop.ts'
const body = z.object({ name: z.string(), lines: z.array(z.object({ quantity: z.int() })) })
const routes = defineRoutes('more', { update: put('/:id', { can: anyone, body }) })
const initial = { name: '', lines: [] }
`

const refusals: Readonly<Record<string, { readonly source: string; readonly says: string }>> = {
  'a link to a text': {
    source: `Link({ to: '/shop' })`,
    says: 'A Link leads to a page of the app: call a GET route, as in routes.show({ id }). For other addresses use <a>.',
  },
  'a link to what acts': {
    source: `Link({ to: shop.routes.create() })`,
    says: 'A Link leads to a page of the app: call a GET route',
  },
  'a form for a route that only shows': {
    source: `useForm(shop.routes.list, { initial: {} })`,
    says: 'A form is sent to a route that acts: declare it with post(), put(), patch() or del(). For a GET route use Link.',
  },
  'a form for a route without a body': {
    source: `useForm(shop.routes.remove, { params: { id: 'ord_1' }, initial: {} })`,
    says: 'This route takes no body, so no form belongs to it: use useAction(), or declare a body.',
  },
  'reading a page as data': {
    source: `fetchRoute(shop.routes.list)`,
    says: 'This route answers with a page: use Link, or declare a response to read it as data.',
  },
  'reading what acts': {
    source: `fetchRoute(shop.routes.create)`,
    says: 'fetchRoute() only reads: use useForm() or useAction() for a route that acts.',
  },
  'reading with a query that the route does not know': {
    source: `fetchRoute(shop.routes.apiOrders, { query: { status: 'late' } })`,
    says: `Type '"late"' is not assignable to type`,
  },
  'a form that does not fill the body': {
    source: `useForm(routes.update, { params: { id: 1 }, initial: { lines: [] } })`,
    says: `Property 'name' is missing`,
  },
  'a form with a value of the wrong type': {
    source: `useForm(routes.update, { params: { id: 1 }, initial: { name: 3, lines: [] } })`,
    says: `Type 'number' is not assignable to type 'string'.`,
  },
  'a form without the parameters of its path': {
    source: `useForm(routes.update, { initial })`,
    says: `Property 'params' is missing`,
  },
  'a field that the body does not have': {
    source: `useForm(routes.update, { params: { id: 1 }, initial }).field('nmae')`,
    says: `Argument of type '"nmae"' is not assignable to parameter of type`,
  },
  'a field of a list that its items do not have': {
    source: `useForm(routes.update, { params: { id: 1 }, initial }).item('lines', 0, 'amount')`,
    says: `Argument of type '"amount"' is not assignable to parameter of type '"quantity"'.`,
  },
  'the message of a field that does not exist': {
    source: `useForm(routes.update, { params: { id: 1 }, initial }).errors['lines[0].amount']`,
    says: `Property 'lines[0].amount' does not exist`,
  },
  'an action that only shows': {
    source: `useAction(shop.routes.list)`,
    says: 'A GET route shows something and does nothing: use Link.',
  },
  'an action without the parameters of its path': {
    source: `useAction(shop.routes.remove).send({})`,
    says: `Property 'params' is missing`,
  },
  'a prop that the page does not declare': {
    source: `usePageProps(shop.pages.Browse).products`,
    says: `Property 'products' does not exist`,
  },
  'a text that the locale file does not have': {
    source: `useText<{ title: string }>('shop')('titel')`,
    says: `Argument of type '"titel"' is not assignable to parameter of type`,
  },
}

let messages: ReadonlyMap<string, readonly string[]>

beforeAll(async () => {
  const sources = Object.entries(refusals).map(([, { source }], index) => [`case-${index}`, `${imports}${source}\n`])
  messages = await checkTypes({ ...Object.fromEntries(sources), accepted: `${imports}${accepted}` })
})

/** What the cases have in common compiles: each is refused for its own reason. */
const accepted = `
Link({ to: shop.routes.list() })
const form = useForm(routes.update, { params: { id: 1 }, initial })
form.field('name').onChange('x')
form.item('lines', 0, 'quantity').onChange(1)
form.errors['lines[0].quantity']
useAction(shop.routes.remove).send({ params: { id: 'ord_1' } })
usePageProps(shop.pages.Browse).orders.items
useText<{ title: string }>('shop')('title')
`

test('what is right compiles', () => {
  expect(messages.get('accepted')).toBeUndefined()
})

test.each(Object.entries(refusals).map(([name, { says }], index) => ({ name, says, file: `case-${index}` })))(
  '$name is refused',
  ({ says, file }) => {
    const found = messages.get(file) ?? []
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(says)
  },
)
