import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ProjectMap, readMap, renderMap } from '@ashlar/map'
import { expect, test } from 'vitest'
import { createProject, sketchWorkspace } from './project.ts'
import { shop } from './shop.ts'

async function mapOf(files: Readonly<Record<string, string>>, below = ''): Promise<ProjectMap> {
  await using project = await createProject(files)
  return (await readMap({ folder: join(project.folder, below) })).map
}

test('apps, edges of each kind and breaches are read from the sources alone', async () => {
  const { apps, edges, breaches } = await mapOf(shop)
  expect(apps).toEqual([
    { name: '@shop/app', version: '2.1.0', description: 'The shop.', modules: ['catalog', 'orders', 'stock'] },
  ])
  expect(edges).toEqual([
    { kind: 'uses-service', from: '@shop/app', to: 'catalog', by: ['auth-provider'], optional: true },
    { kind: 'links', from: 'orders', to: 'catalog', by: ['menu', 'pages/Browse.tsx'], optional: false },
    { kind: 'listens', from: 'orders', to: 'catalog', by: ['catalog.price-changed'], optional: false },
    { kind: 'needs', from: 'orders', to: 'catalog', by: ['catalog'], optional: false },
    { kind: 'needs', from: 'orders', to: 'stock', by: ['stock'], optional: true },
    { kind: 'needs', from: 'stock', to: 'catalog', by: ['catalog'], optional: false },
  ])
  expect(breaches).toMatchObject([
    {
      code: 'ASH720',
      file: 'modules/stock/src/domain/worth.ts',
      modules: ['stock', 'catalog'],
      crossings: [{ from: 'stock', to: 'catalog' }],
      known: false,
    },
  ])
})

test('a canvas tells all that a module declares', async () => {
  const { modules } = await mapOf(shop)
  expect(modules[0]).toEqual({
    name: 'catalog',
    package: '@shop/catalog',
    version: '1.2.0',
    description: 'What the shop sells.',
    owners: ['Mira Lund', 'Jo Okafor'],
    offers: [
      { service: 'authProvider', neededBy: [] },
      { service: 'catalog', neededBy: ['orders', 'stock'] },
    ],
    needs: [],
    tables: ['price', 'product'],
    routes: [
      { name: 'list', method: 'GET', path: '/catalog', access: 'anyone' },
      { name: 'show', method: 'GET', path: '/catalog/:id', access: 'signed in' },
      { name: 'remove', method: 'DELETE', path: '/catalog/:id', access: 'catalog.edit' },
    ],
    pages: ['catalog/Browse', 'catalog/Show'],
    permissions: [
      { name: 'catalog.edit', label: 'Change products' },
      { name: 'catalog.read', label: 'See products' },
    ],
    publishes: [{ name: 'catalog.price-changed', version: 3, heardBy: ['orders'] }],
    listens: [],
    jobs: [],
    settings: [
      { name: 'feedKey', variable: 'FEED_KEY', help: 'the key of the price feed', secret: true },
      { name: 'perPage', variable: 'CATALOG_PER_PAGE', help: 'how many products a page shows', secret: false },
    ],
    locales: ['de', 'en'],
  })
  expect(modules[1]).toMatchObject({
    listens: [{ event: 'catalog.price-changed', when: 'after', publishedBy: ['catalog'] }],
    jobs: [
      { name: 'remind', schedule: '0 7 * * 1-5', timeZone: 'Europe/Berlin' },
      { name: 'tidy', schedule: '', timeZone: '' },
    ],
  })
  expect(modules[1]?.needs).toEqual([
    { service: 'catalog', optional: false, offeredBy: ['catalog'] },
    { service: 'mail', optional: true, offeredBy: [] },
    { service: 'stock', optional: true, offeredBy: ['stock'] },
  ])
})

test('modules that need each other in a circle are joined by a red line each', async () => {
  const { breaches } = await mapOf(
    sketchWorkspace([
      { id: 'a', needs: ['b'] },
      { id: 'b', needs: ['c'] },
      { id: 'c', needs: ['a'] },
    ]),
  )
  expect(breaches.map(({ code }) => code)).toEqual(['ASH112'])
  expect(breaches[0]?.crossings.map(({ from, to }) => `${from} ${to}`).toSorted()).toEqual(['a b', 'b c', 'c a'])
})

test('a need that nobody offers is a breach without another side', async () => {
  const broken =
    "import { defineModule } from 'ashlar'\nimport { service } from 'ashlar/contract'\nexport default defineModule({ id: 'a', needs: { mail: service('mail') } })\n"
  const { breaches } = await mapOf(sketchWorkspace([{ id: 'a', files: { 'src/module.ts': broken } }]))
  expect(breaches).toMatchObject([{ code: 'ASH110', modules: ['a'], crossings: [] }])
})

test('two modules with one id, and one without any, are told apart by their packages', async () => {
  const twin = "import { defineModule } from 'ashlar'\nexport default defineModule({ id: 'twin' })\n"
  const { modules, breaches } = await mapOf(
    sketchWorkspace([
      { id: 'one', files: { 'src/module.ts': twin } },
      { id: 'other', files: { 'src/module.ts': twin } },
      { id: 'third', files: { 'src/module.ts': 'export default {}\n' } },
    ]),
  )
  expect(modules.map(({ name }) => name)).toEqual(['@shop/one', '@shop/other', '@shop/third'])
  expect(breaches).toMatchObject([{ code: 'ASH108', crossings: [{ from: '@shop/one', to: '@shop/other' }] }])
})

test('in the folder of an app the map is of that app, elsewhere of the workspace', async () => {
  const files = { ...shop, ...pick(sketchWorkspace([{ id: 'spare' }]), 'modules/spare/') }
  const ofApp = await mapOf(files, 'app')
  expect(ofApp.modules.map(({ name }) => name)).toEqual(['catalog', 'orders', 'stock'])
  const ofWorkspace = await mapOf(files, 'modules/orders/src')
  expect(ofWorkspace.modules.map(({ name }) => name)).toEqual(['catalog', 'orders', 'spare', 'stock'])
})

const pick = (files: Record<string, string>, folder: string) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith(folder)))

test('a module that is installed from elsewhere has its place on the map', async () => {
  await using project = await createProject(sketchWorkspace([{ id: 'catalog' }, { id: 'orders', needs: ['catalog'] }]))
  const { folder } = project
  await cp(join(folder, 'modules/catalog'), join(folder, 'app/node_modules/@shop/catalog'), { recursive: true })
  await rm(join(folder, 'modules/catalog'), { recursive: true })
  const { map } = await readMap({ folder })
  expect(map.modules.map(({ name }) => name)).toEqual(['catalog', 'orders'])
  expect(map.edges).toMatchObject([{ kind: 'needs', from: 'orders', to: 'catalog' }])
})

test('an app whose modules are all installed from elsewhere is an app all the same', async () => {
  await using project = await createProject(sketchWorkspace([{ id: 'catalog' }]))
  const { folder } = project
  await mkdir(join(folder, 'app/node_modules/@shop'), { recursive: true })
  await rename(join(folder, 'modules/catalog'), join(folder, 'app/node_modules/@shop/catalog'))
  await rm(join(folder, 'package.json'))
  const { map } = await readMap({ folder: join(folder, 'app') })
  expect(map.apps).toMatchObject([{ name: '@shop/app', modules: ['catalog'] }])
})

test('without any module there is nothing to draw', async () => {
  const files = { 'package.json': '{ "name": "empty" }' }
  await expect(mapOf(files)).rejects.toMatchObject({ code: 'ASH904' })
})

test('the same sources give the same text, in whichever folder and order they stand', async () => {
  const shuffled = Object.fromEntries(Object.entries(shop).toReversed())
  const [one, other] = await Promise.all([mapOf(shop), mapOf(shuffled)])
  for (const format of ['text', 'markdown', 'mermaid', 'dot', 'json', 'html'] as const) {
    const text = await renderMap(one, format)
    expect(await renderMap(other, format), format).toBe(text)
    expect(text, format).not.toContain('ashlar-map-')
  }
})
