/** The answer to everything that can be wrong between modules. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  anyone,
  definePages,
  definePermissions,
  defineRoutes,
  event,
  get,
  optional,
  page,
  post,
  service,
  signedIn,
} from '../../src/contract/index.ts'
import type { AppConfig } from '../../src/module/app-config.ts'
import { checkModules } from '../../src/module/check-modules.ts'
import type { ModuleDefinition } from '../../src/module/definition.ts'
import { defineImports } from '../../src/module/imports.ts'
import type { ModuleManifest } from '../../src/module/manifest.ts'
import { manifestOf } from './manifests.ts'

const check = (definitions: readonly ModuleDefinition[], config: AppConfig = {}) =>
  plain(checkModules(definitions.map(manifestOf), config))

const plain = (problems: ReturnType<typeof checkModules>) => problems.map(({ code, sentence }) => [code, sentence])

const catalog = service<object>('catalog')
const orders = service<object>('orders')
const stock = service<object>('stock')

test('modules that fit together have no problem', () => {
  const can = definePermissions('orders', { read: 'See orders' })
  const routes = defineRoutes('orders', {
    list: get('/', { can: can.read }),
    show: get('/:id', { can: can.read }),
    create: post('/', { can: signedIn }),
  })
  expect(
    check(
      [
        {
          id: 'orders',
          needs: { catalog, mail: optional(service('mail')) },
          permissions: can,
          routes,
          pages: definePages('orders', { Browse: page({}) }),
          publishes: [event('orders.placed', { version: 1, payload: z.object({}) })],
          menu: [{ to: routes.list }],
        },
        {
          id: 'catalog',
          offers: { catalog },
          routes: defineRoutes('catalog', { home: get('/', { can: anyone }) }, { prefix: '' }),
        },
        { id: 'pg-tools' },
      ],
      { roles: { admin: ['*'], clerk: ['orders.*', 'orders.read', can.read] } },
    ),
  ).toEqual([])
})

describe('the id of a module', () => {
  test.each(['Billing', '1st', 'bill ing', '', 'b'.repeat(41), 'bill.ing'])('cannot be %j', (id) => {
    expect(check([{ id }])).toEqual([
      [
        'ASH106',
        `"${id}" (package "@shop/${id}") cannot be a module id. ` +
          'Use lower-case letters, digits and hyphens or underscores, starting with a letter, at most 40.',
      ],
    ])
  })

  test.each(['ashlar', 'app', 'public', 'information_schema', 'pg_catalog', 'assets', 'health', 'up', 'ui', 'api'])(
    'is not %s, which is reserved',
    (id) => {
      expect(check([{ id }])).toEqual([
        [
          'ASH107',
          `The module id "${id}" (package "@shop/${id}") is reserved for the framework or the database. Choose another.`,
        ],
      ])
    },
  )

  test('belongs to one package; what both declare is not held against them as well', () => {
    const definition = {
      id: 'orders',
      offers: { orders },
      routes: defineRoutes('orders', { list: get('/', { can: anyone }) }),
    }
    const fork: ModuleManifest = { ...manifestOf(definition), packageName: '@fork/orders' }

    expect(plain(checkModules([manifestOf(definition), fork], {}))).toEqual([
      [
        'ASH108',
        'The packages "@shop/orders" and "@fork/orders" both define the module "orders". Uninstall one of them.',
      ],
    ])
  })
})

describe('services', () => {
  test('that are needed have to be offered', () => {
    expect(check([{ id: 'orders', needs: { products: catalog, stock: optional(stock) } }])).toEqual([
      [
        'ASH110',
        'Module "orders" needs the service "catalog" (as "products"), but no module that is on offers it. ' +
          'Install one that does, switch it on in app.config.ts, or make the need optional().',
      ],
    ])
  })

  test('are offered by one module', () => {
    expect(
      check([
        { id: 'a', offers: { catalog } },
        { id: 'b', offers: { catalog } },
      ]),
    ).toEqual([
      [
        'ASH111',
        'The service "catalog" is offered more than once, by "a" and "b". ' +
          'Leave one: modules.exclude in app.config.ts switches a module off.',
      ],
    ])
  })

  test('that need each other in a circle are named from the first to the first again', () => {
    const remedy = 'Turn one need into an event, or move what both need into a third module.'
    expect(
      check([
        { id: 'orders', needs: { catalog }, offers: { orders } },
        { id: 'catalog', needs: { stock }, offers: { catalog } },
        { id: 'stock', needs: { orders: optional(orders) }, offers: { stock } },
      ]),
    ).toEqual([['ASH112', `These modules need each other in a circle: catalog → stock → orders → catalog. ${remedy}`]])
  })

  test('that make several circles are told once for each circle', () => {
    const circles = check([
      { id: 'orders', needs: { catalog, stock }, offers: { orders } },
      { id: 'catalog', needs: { orders }, offers: { catalog } },
      { id: 'stock', needs: { orders }, offers: { stock } },
      { id: 'reports', needs: { orders, catalog } },
    ])

    expect(circles.map(([, sentence]) => /circle: ([^.]+)\./.exec(sentence ?? '')?.[1])).toEqual([
      'catalog → orders → catalog',
      'orders → stock → orders',
    ])
  })

  test('are not needed by who offers them', () => {
    expect(check([{ id: 'catalog', needs: { products: catalog }, offers: { catalog } }])).toEqual([
      [
        'ASH135',
        'Module "catalog" needs a service (as "products") that it offers itself. Drop the need, and use its own code directly.',
      ],
    ])
  })

  test.each(['db', 'log', 'settings', 'system'])('are not called %s', (name) => {
    const problem = (kind: string) => [
      'ASH125',
      `Module "orders" has ${kind} called "${name}", a name under which every behaviour receives something of its own. Choose another.`,
    ]
    expect(
      check([
        { id: 'orders', needs: { [name]: catalog }, offers: { [name]: orders } },
        { id: 'catalog', offers: { catalog } },
      ]),
    ).toEqual([problem('a need'), problem('an offer')])
  })
})

describe('a declaration', () => {
  test('bears the name of its module', () => {
    const sentence = (kind: string, name: string) => [
      'ASH118',
      `Module "orders" declares the ${kind} "${name}", whose name belongs to another module. Begin it with "orders".`,
    ]
    expect(
      check([
        {
          id: 'orders',
          pages: definePages('order', { Browse: page({}) }),
          permissions: definePermissions('catalog', { read: 'See' }),
          publishes: [event('ordersX.placed', { version: 1, payload: z.object({}) })],
        },
      ]),
    ).toEqual([
      sentence('page', 'order/Browse'),
      sentence('permission', 'catalog.read'),
      sentence('event', 'ordersX.placed'),
    ])
  })
})

describe('a route', () => {
  const routesOf = (path: `/${string}`) => ({
    id: 'orders',
    routes: defineRoutes('orders', { show: get(path, { can: anyone }) }),
  })

  test('says who may use it', () => {
    const unguarded = { can: undefined } as unknown as { can: typeof anyone }
    expect(check([{ id: 'orders', routes: defineRoutes('orders', { pay: post('/:id/pay', unguarded) }) }])).toEqual([
      [
        'ASH113',
        'The route "pay" of module "orders" (POST /orders/:id/pay) does not say who may use it. Add can: anyone, signedIn or a permission.',
      ],
    ])
  })

  test('asks for a permission that a module declares', () => {
    const can = definePermissions('orders', { pay: 'Pay orders' })
    expect(check([{ id: 'orders', routes: defineRoutes('orders', { pay: post('/pay', { can: can.pay }) }) }])).toEqual([
      [
        'ASH114',
        'The route "pay" of module "orders" asks for the permission "orders.pay", which no installed module declares. ' +
          `Add it to the module's definePermissions, and to its definition.`,
      ],
    ])
  })

  test('is the only one for its method and its shape of path', () => {
    const problems = check([
      {
        id: 'orders',
        routes: defineRoutes('orders', {
          show: get('/:id', { can: anyone }),
          byNumber: get('/:number', { can: anyone }),
          replace: post('/:id', { can: anyone }),
          lines: get('/:id/lines', { can: anyone }),
        }),
      },
      {
        id: 'archive',
        routes: defineRoutes('archive', { show: get('/orders/:key', { can: anyone }) }, { prefix: '' }),
      },
    ])

    expect(problems).toEqual([
      [
        'ASH115',
        'More than one route answers GET /orders/:: "orders.show" (/orders/:id) and "orders.byNumber" (/orders/:number) ' +
          'and "archive.show" (/orders/:key). Change one of the paths.',
      ],
    ])
  })

  test.each([
    ['/:id?', '":id?" is neither a plain segment nor a parameter'],
    ['/*', '"*" is neither a plain segment nor a parameter'],
    ['/:', '":" is neither a plain segment nor a parameter'],
    ['/:id(\\d+)', '":id(\\d+)" is neither a plain segment nor a parameter'],
    ['/a b', '"a b" is neither a plain segment nor a parameter'],
    ['/new?draft', '"new?draft" is neither a plain segment nor a parameter'],
    ['/lines//all', 'it has an empty segment'],
    ['/lines/', 'it has an empty segment'],
    ['/:id/lines/:id', 'it has the parameter "id" twice'],
  ] as const)('has a path that no router can misread, unlike %s', (path, reason) => {
    expect(check([routesOf(path)])).toEqual([
      [
        'ASH131',
        `The route "show" of module "orders" has the path /orders${path}, but ${reason}. Write it like /orders/:id/lines.`,
      ],
    ])
  })

  test.each(['/up', '/up/ready', '/assets/:file'] as const)('leaves %s to the framework', (path) => {
    const routes = defineRoutes('orders', { show: get(path, { can: anyone }) }, { prefix: '' })
    expect(check([{ id: 'orders', routes }])).toEqual([
      [
        'ASH132',
        `The route "show" of module "orders" has the path ${path}, which the framework answers itself. Choose another path.`,
      ],
    ])
  })
})

test('a menu leads to addresses without parameters', () => {
  const routes = defineRoutes('orders', { show: get('/:id', { can: anyone }) })
  const menu = [{ to: routes.show as unknown as typeof routes.show & (() => string) }]
  expect(check([{ id: 'orders', routes, menu }])).toEqual([
    [
      'ASH126',
      'The menu of module "orders" points to /orders/:id, an address that needs parameters. Point to a route without any.',
    ],
  ])
})

test('a CSV file is loaded by one import', () => {
  const imports = defineImports({ rows: { file: 'orders.csv', row: z.object({}) } })
  expect(
    check([
      { id: 'orders', imports },
      { id: 'archive', imports },
    ]),
  ).toEqual([
    [
      'ASH127',
      'The file "orders.csv" is imported more than once, by "orders" and "archive". Let one of them take it, or rename the file.',
    ],
  ])
})

test('a role grants permissions that exist', () => {
  const permissions = definePermissions('orders', { read: 'See orders' })
  const foreign = definePermissions('crm', { call: 'Call' })
  const roles = { admin: ['*'], clerk: ['orders.read', 'orders.write', 'order.*', foreign.call] }
  const sentence = (pattern: string) => [
    'ASH124',
    `The role "clerk" in app.config.ts grants "${pattern}", which matches no permission of an installed module. Correct it, or install the module.`,
  ]
  expect(check([{ id: 'orders', permissions }], { roles })).toEqual(
    ['orders.write', 'order.*', 'crm.call'].map(sentence),
  )
})

test('numbers of the configuration are whole and in range', () => {
  const sentence = (name: string, value: string, most = 2_147_483_647) => [
    'ASH582',
    `${name} in app.config.ts is ${value}, which is no whole number from 1 to ${most}. Correct it, or leave it out.`,
  ]
  const wrong = {
    history: { sealEverySeconds: 3_000_000 },
    events: { concurrency: 0, retentionDays: -1 },
    jobs: { concurrency: 2, retentionDays: Number.NaN },
    database: { poolSize: 0, lockTimeoutMs: 1.5, statementTimeoutMs: '5s', connectTimeoutMs: 3_000_000_000 },
    cache: { maxBytes: 2 ** 33, maxEntries: undefined },
    http: { drainTimeoutMs: Number.POSITIVE_INFINITY },
  }
  expect(check([], wrong as never)).toEqual([
    sentence('history.sealEverySeconds', '3000000', 2_147_483),
    sentence('events.concurrency', '0'),
    sentence('events.retentionDays', '-1', 36_500),
    sentence('jobs.retentionDays', 'NaN', 36_500),
    sentence('database.poolSize', '0'),
    sentence('database.connectTimeoutMs', '3000000000'),
    sentence('database.statementTimeoutMs', '"5s"'),
    sentence('database.lockTimeoutMs', '1.5'),
    sentence('http.drainTimeoutMs', 'Infinity'),
  ])
})
