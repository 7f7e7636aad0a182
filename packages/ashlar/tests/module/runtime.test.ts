import { expect, test } from 'vitest'
import { z } from 'zod'
import { anyone, defineRoutes, get, optional, type Service, service } from '../../src/contract/index.ts'
import { type DefinedModule, defineModule, type ModuleDefinition } from '../../src/module/definition.ts'
import { defineImports } from '../../src/module/imports.ts'
import type { ModuleSource } from '../../src/module/manifest.ts'
import { listProblems } from '../../src/module/problems.ts'
import { createModuleRuntime, type ModuleRuntimeOptions } from '../../src/module/runtime.ts'
import { manifestOf } from './manifests.ts'

type Given = Readonly<Record<string, unknown>>

/** Modules in boot order; `journal` tells what they did. */
function openRuntime(definitions: readonly ModuleDefinition[]) {
  const sources = definitions.map(
    (definition): ModuleSource => ({
      manifest: manifestOf(definition),
      load: async (): Promise<DefinedModule> => defineModule(definition),
      migrationsFolder: '',
      localesFolder: '',
    }),
  )
  const give = ((module: string) => ({ db: `db of ${module}`, log: `log of ${module}` })) as unknown
  return createModuleRuntime({ sources, give: give as ModuleRuntimeOptions['give'] })
}

/** The start of a module whose behaviour this is. */
const start = (create: (given: Given) => unknown) => async () => ({ default: create })

/** A module that offers one service of its own name, and writes down its life. */
function recorded(id: string, journal: string[], needs: Readonly<Record<string, Service>> = {}): ModuleDefinition {
  return {
    id,
    needs,
    offers: { [id]: service(id) },
    start: start((given) => {
      journal.push(`start ${id}(${Object.keys(needs).map((name) => given[name])})`)
      return { offers: { [id]: `the ${id}` }, stop: async () => void journal.push(`stop ${id}`) }
    }),
  }
}

test('a module starts on its first use, after those it needs, and is given what they offer', async () => {
  const journal: string[] = []
  const runtime = openRuntime([
    recorded('users', journal),
    recorded('catalog', journal),
    recorded('orders', journal, { products: service('catalog'), accounts: service('users') }),
    recorded('reports', journal),
  ])
  expect(journal).toEqual([])

  const { definition } = await runtime.open('orders')

  expect(definition.id).toBe('orders')
  expect(journal).toEqual(['start catalog()', 'start users()', 'start orders(the catalog,the users)'])
})

test('first uses at the same time share one start', async () => {
  const journal: string[] = []
  const runtime = openRuntime([
    recorded('catalog', journal),
    recorded('orders', journal, { products: service('catalog') }),
    recorded('reports', journal, { products: service('catalog') }),
  ])

  const [first, second] = await Promise.all([runtime.open('orders'), runtime.open('orders'), runtime.open('reports')])

  expect(first).toBe(second)
  expect(journal.filter((line) => line.startsWith('start catalog'))).toHaveLength(1)
  expect(journal).toHaveLength(3)
})

test('a behaviour is given its database, its log and its needs; an optional one nobody offers is undefined', async () => {
  const given: Given[] = []
  const runtime = openRuntime([
    {
      id: 'orders',
      needs: { mail: optional(service('mail')) },
      start: start((everything) => {
        given.push(everything)
        return {}
      }),
    },
  ])

  await runtime.open('orders')

  expect(given).toEqual([{ db: 'db of orders', log: 'log of orders', mail: undefined }])
})

test('a service is found by its name, and starts the module that offers it', async () => {
  const journal: string[] = []
  const runtime = openRuntime([recorded('users', journal)])

  expect(await runtime.findService(service('users'))).toBe('the users')
  expect(await runtime.findService(service('mail'))).toBeUndefined()
  expect(journal).toEqual(['start users()'])
})

test('a module without a behaviour of its own has an empty one', async () => {
  const runtime = openRuntime([{ id: 'theme' }])

  const { behaviour } = await runtime.open('theme')

  expect(behaviour).toEqual({ routes: {}, offers: {}, imports: {}, listens: {}, jobs: {} })
})

test('what a behaviour answers cannot be changed afterwards', async () => {
  const runtime = openRuntime([recorded('users', [])])

  const { behaviour } = await runtime.open('users')

  expect(Object.isFrozen(behaviour)).toBe(true)
  expect(Object.isFrozen(behaviour.offers)).toBe(true)
  expect(Object.isFrozen(behaviour.routes)).toBe(true)
})

test('a behaviour answers all that is declared and nothing else, or is stopped again', async () => {
  const journal: string[] = []
  const runtime = openRuntime([
    {
      id: 'orders',
      routes: defineRoutes('orders', { list: get('/', { can: anyone }), show: get('/:id', { can: anyone }) }),
      offers: { orders: service('orders') },
      imports: defineImports({ orders: { file: 'orders.csv', row: z.object({}) } }),
      start: start(() => ({
        routes: { list: () => undefined, edit: () => undefined },
        offers: { orders: undefined, lines: {} },
        stop: async () => void journal.push('stop orders'),
      })),
    },
  ])

  await expect(runtime.open('orders')).rejects.toMatchObject({
    code: 'ASH120',
    sentence:
      'The behaviour of module "orders" does not answer routes.show, offers.orders, imports.orders ' +
      'and answers routes.edit, offers.lines, which it does not declare. Bring its start file and its definition together.',
  })
  expect(journal).toEqual(['stop orders'])
})

test.each([
  ['raises', start(() => Promise.reject(new Error('The mail server is away.'))), 'The mail server is away ('],
  ['has no default export', async () => ({}), 'its start file does not export behaviour(…) by default'],
  ['returns nothing', start(() => undefined), 'its behaviour returns nothing'],
  ['cannot be imported', () => Promise.reject(new Error('Cannot find package')), 'Cannot find package'],
])('a module whose start %s says so, with its name and the cause', async (_, failing, reason) => {
  const runtime = openRuntime([{ id: 'orders', start: failing }])

  const failure = await runtime.open('orders').catch((error: unknown) => error)

  expect(failure).toMatchObject({ code: 'ASH121', cause: expect.any(Error) })
  expect(String(failure)).toContain(`Module "orders" could not start: ${reason}`)
  expect(String(failure)).toContain('Correct its start file')
})

test('a start that failed is tried again by the next use', async () => {
  const answers = [() => Promise.reject(new Error('not yet')), () => ({ offers: { users: 'here' } })]
  const runtime = openRuntime([
    { id: 'users', offers: { users: service('users') }, start: start(() => answers.shift()?.()) },
    { id: 'orders', needs: { users: service('users') }, start: start(() => ({})) },
  ])

  await expect(runtime.open('orders')).rejects.toMatchObject({ code: 'ASH121', details: { module: 'users' } })

  await expect(runtime.open('orders')).resolves.toBeDefined()
  expect(await runtime.findService(service('users'))).toBe('here')
})

test('starting all tells every problem once and stops what had started', async () => {
  const journal: string[] = []
  const failing = (id: string): ModuleDefinition => ({
    id,
    offers: { [id]: service(id) },
    start: start(() => Promise.reject(new Error(`${id} is broken`))),
  })
  const runtime = openRuntime([
    recorded('catalog', journal),
    failing('mail'),
    recorded('orders', journal, { products: service('catalog'), letters: service('mail') }),
    failing('search'),
    recorded('users', journal),
  ])

  const failure = await runtime.startAll().catch((error: unknown) => error)

  expect(failure).toMatchObject({ code: 'ASH136' })
  expect(listProblems(failure).map(({ code, details }) => [code, details.module])).toEqual([
    ['ASH121', 'mail'],
    ['ASH121', 'search'],
  ])
  expect(String(failure)).toContain('  2. ASH121  Module "search" could not start: search is broken')
  expect(journal).toEqual(['start catalog()', 'start users()', 'stop users', 'stop catalog'])
})

test('modules stop in the reverse order of their starts', async () => {
  const journal: string[] = []
  const runtime = openRuntime([
    recorded('catalog', journal),
    recorded('orders', journal, { products: service('catalog') }),
    recorded('users', journal),
  ])
  await runtime.startAll()
  journal.length = 0

  await runtime.stop()
  await runtime.stop()

  expect(journal).toEqual(['stop users', 'stop orders', 'stop catalog'])
})

test('a module that does not stop keeps no other from stopping, and is named', async () => {
  const journal: string[] = []
  const stuck = (id: string): ModuleDefinition => ({
    id,
    start: start(() => ({ stop: () => Promise.reject(new Error(`${id} is stuck`)) })),
  })
  const runtime = openRuntime([
    recorded('catalog', journal),
    stuck('mail'),
    recorded('users', journal),
    stuck('search'),
  ])
  await runtime.startAll()

  const failure = await runtime.stop().catch((error: unknown) => error)

  expect(failure).toMatchObject({ code: 'ASH122', details: { modules: ['search', 'mail'] } })
  expect(String(failure)).toContain('"search" (search is stuck')
  expect(String(failure)).toContain('"mail" (mail is stuck')
  expect(journal.slice(-2)).toEqual(['stop users', 'stop catalog'])
})

test('stopping waits for a start under way, and refuses later ones', async () => {
  const journal: string[] = []
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: began, resolve: begin } = Promise.withResolvers<void>()
  const runtime = openRuntime([
    {
      id: 'slow',
      start: start(async () => {
        begin()
        await released
        return { stop: async () => void journal.push('stop slow') }
      }),
    },
    recorded('users', journal),
  ])
  const opening = runtime.open('slow')
  await began

  const stopping = runtime.stop()
  await expect(runtime.open('users')).rejects.toMatchObject({ code: 'ASH137', status: 503 })
  release()
  await Promise.all([opening, stopping])

  expect(journal).toEqual(['stop slow'])
})

test('two apps of the same modules share nothing', async () => {
  const journal: string[] = []
  const definitions = [recorded('users', journal)]
  const [first, second] = [openRuntime(definitions), openRuntime(definitions)]

  await first.startAll()
  await second.startAll()
  await first.stop()

  expect(await second.findService(service('users'))).toBe('the users')
  expect(journal).toEqual(['start users()', 'start users()', 'stop users'])
})
