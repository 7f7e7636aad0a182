import { expect, test } from 'vitest'
import { describeModule } from '../../src/module/describe-module.ts'
import { definition } from '../types/shop.ts'

const manifest = describeModule({ packageName: '@shop/orders', version: '1.2.3' }, definition)

test('a manifest tells what boot has to know of a module', () => {
  expect(manifest).toMatchObject({
    id: 'shop',
    packageName: '@shop/orders',
    version: '1.2.3',
    needs: [
      { name: 'catalog', service: 'catalog', optional: false },
      { name: 'mail', service: 'mail', optional: true },
    ],
    offers: [{ name: 'orders', service: 'orders' }],
    permissions: [
      { name: 'shop.read', label: 'See orders' },
      { name: 'shop.edit', label: 'Change orders' },
    ],
    pages: ['shop/Browse', 'shop/Edit'],
    events: [{ name: 'shop.order-placed', version: 1 }],
    settings: ['maxLines', 'key'],
    imports: [{ name: 'orders', file: 'orders.csv' }],
    menu: [
      { href: '/shop', access: { permission: 'shop.read' }, label: 'menu.list', icon: 'cart', order: 100, group: null },
    ],
    fastify: false,
  })
  expect(manifest.routes).toContainEqual({
    key: 'welcome',
    method: 'GET',
    path: '/shop/welcome',
    access: 'anyone',
    api: false,
  })
  expect(manifest.routes).toContainEqual({
    key: 'profile',
    method: 'GET',
    path: '/shop/profile',
    access: 'signed-in',
    api: false,
  })
  expect(manifest.routes).toContainEqual({
    key: 'apiOrders',
    method: 'GET',
    path: '/shop/api',
    access: { permission: 'shop.read' },
    api: true,
  })
})

test('a manifest can be written to a file and read back', () => {
  expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest)
})

test('a definition that says little has a manifest that says as little', () => {
  const { id, ...rest } = describeModule({ packageName: 'theme', version: '1.0.0' }, { id: 'theme' })

  expect(id).toBe('theme')
  expect(Object.values(rest).filter((part) => Array.isArray(part) && part.length > 0)).toEqual([])
})
