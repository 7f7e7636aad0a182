import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { anyone, defineRoutes, del, get, patch, post, put, signedIn } from './index.ts'

const routes = defineRoutes('orders', {
  list: get('/', {
    can: anyone,
    query: z.object({ search: z.string(), tags: z.array(z.string()), page: z.int(), all: z.boolean() }),
  }),
  show: get('/:id', { can: anyone }),
  line: get('/:order/lines/:line', { can: signedIn }),
  create: post('/', { can: signedIn, body: z.object({}) }),
  replace: put('/:id', { can: signedIn }),
  change: patch('/:id', { can: signedIn }),
  remove: del('/:id', { can: signedIn }),
})

test('a route knows its module, its name, its method and its whole path', () => {
  expect({ ...routes.line }).toMatchObject({
    kind: 'route',
    module: 'orders',
    id: 'orders.line',
    method: 'GET',
    path: '/orders/:order/lines/:line',
    options: { can: signedIn },
  })
  expect([routes.create, routes.replace, routes.change, routes.remove].map(({ method }) => method)).toEqual([
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
  ])
})

test('routes cannot be changed after they were declared', () => {
  expect(Object.isFrozen(routes)).toBe(true)
  expect(Object.isFrozen(routes.show)).toBe(true)
  expect(Object.isFrozen(routes.show.options)).toBe(true)
})

describe('calling a route gives its address', () => {
  test('with its parameters in their places', () => {
    expect(routes.list()).toBe('/orders')
    expect(routes.show({ id: 7 })).toBe('/orders/7')
    expect(routes.line({ line: 2, order: 'ord_1' })).toBe('/orders/ord_1/lines/2')
  })

  test('in which a parameter cannot become a part of the path, a query or a fragment', () => {
    expect(routes.show({ id: 'a/b?c=d#e f%2e' })).toBe('/orders/a%2Fb%3Fc%3Dd%23e%20f%252e')
    expect(routes.show({ id: 'größe' })).toBe('/orders/gr%C3%B6%C3%9Fe')
  })

  test('with a query, in which lists are repeated and nothing stands for what is empty', () => {
    expect(routes.list({ query: { search: 'tea & milk', tags: ['a', 'b'], page: 0, all: false } })).toBe(
      '/orders?search=tea+%26+milk&tags=a&tags=b&page=0&all=false',
    )
    expect(routes.list({ query: { search: '', tags: [] } })).toBe('/orders')
    expect(routes.list({ query: {} })).toBe('/orders')
  })
})

describe('the prefix of a module', () => {
  test('is its id', () => {
    expect(defineRoutes('orders', { list: get('/', { can: anyone }) }).list.path).toBe('/orders')
  })

  test('may be another path, or none', () => {
    const admin = defineRoutes('orders', { list: get('/', { can: anyone }) }, { prefix: '/admin/orders' })
    const root = defineRoutes(
      'site',
      { home: get('/', { can: anyone }), about: get('/about', { can: anyone }) },
      { prefix: '' },
    )

    expect(admin.list()).toBe('/admin/orders')
    expect(root.home()).toBe('/')
    expect(root.about()).toBe('/about')
  })
})
