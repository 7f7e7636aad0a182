/** What `ashlar contracts` says and writes, from the first lock to the next release. */
import { expect, test } from 'vitest'
import { createWorkspace, type Workspace, writeModule } from './workspace.ts'

const catalog = {
  id: 'catalog',
  contract: `import { anyone, definePermissions, defineRoutes, get, service, signedIn } from 'ashlar/contract'
import { z } from 'zod'
export const can = definePermissions('catalog', { read: 'See products', edit: 'Change products' })
export const Product = z.object({ id: z.string(), price: z.int(), note: z.string().optional() })
export const routes = defineRoutes('catalog', {
  list: get('/', { can: can.read }),
  show: get('/:id', { can: signedIn }),
  best: get('/api/best', { can: signedIn, response: z.object({ product: Product.nullable() }) }),
})
export interface Catalog { find(id: string, deep?: boolean): Promise<number>; list(): Promise<string[]> }
export const catalog = service<Catalog>('catalog')
void anyone
`,
  definition: 'permissions: contract.can, routes: contract.routes, offers: { catalog: contract.catalog }',
}

/** The members `show` and `find` are used on lines 4 and 5, all of the contract on line 2. */
const uses = `import { catalog as source, routes, type Catalog } from '@shop/catalog/contract'
export * as everything from '@shop/catalog/contract'
export const list = routes.list
export const show = routes.show
export const find = (given: Catalog) => given.find('1')
export const permission = 'catalog.edit'
void source
`

async function createShop(): Promise<Workspace> {
  const shop = await createWorkspace()
  await writeModule(shop, catalog)
  await writeModule(shop, { id: 'orders', contract: 'export const most = 50\n' })
  await shop.write('modules/orders/src/uses.ts', uses)
  const written = shop.contracts('--write')
  expect(written.stdout).toBe('✓ Locked catalog at 1.0.0\n✓ Locked orders at 1.0.0\n')
  return shop
}

/** For the tests that run the command many times. */
const minutes = 60_000

const contractFile = 'modules/catalog/src/contract.ts'
const lockFile = 'modules/catalog/contract.lock.json'
const packageFile = 'modules/catalog/package.json'

function setVersion(shop: Workspace, version: string): Promise<void> {
  return shop.edit(packageFile, (text) => text.replace(/"version": "[^"]*"/, `"version": "${version}"`))
}

test('a breaking change is named with whom it breaks, locked as unreleased, and asked for at the release', {
  timeout: 10 * minutes,
}, async () => {
  await using shop = await createShop()
  await shop.edit(contractFile, (text) => text.replace(/ {2}show: .*\n/, ''))
  const checked = shop.contracts('--check')
  expect(checked.code).toBe(1)
  expect(checked.stdout).toContain(
    'catalog (@shop/catalog 1.0.0): major since 1.0.0; the release that carries it is 2.0.0 or above',
  )
  expect(checked.stdout).toContain(
    [
      '  major  route show: GET /catalog/:id was removed',
      '         breaks modules/orders/src/uses.ts:2',
      '         breaks modules/orders/src/uses.ts:4',
      '',
    ].join('\n'),
  )
  expect(checked.stdout).toContain(
    `${lockFile}:1  error  The lock of "catalog" is not the contract in the sources. [ASH881]`,
  )
  expect(shop.contracts('--write')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Locked catalog at 1.0.0'),
  })
  expect(await shop.read(lockFile)).toContain('"unreleased": "major"')
  expect(shop.contracts('--check')).toMatchObject({ code: 0, stdout: '2 contracts, as locked.\n' })

  await setVersion(shop, '1.1.0')
  const lock = await shop.read(lockFile)
  const tooLow = shop.contracts('--write')
  expect(tooLow.code).toBe(1)
  expect(tooLow.stdout).toContain(`${packageFile}:1  error  The contract of "catalog" changed since 1.0.0 (major), and`)
  expect(tooLow.stdout).toContain('Raise the version to 2.0.0 or above, or take the change back.')
  expect(tooLow.stderr).toContain('The lock of catalog was not written.')
  expect(tooLow.stderr).toContain('[ASH892]')
  expect(await shop.read(lockFile)).toBe(lock)

  await setVersion(shop, '2.0.0')
  const released = shop.contracts('--check')
  expect(released).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('The lock of "catalog" is that of 1.0.0.'),
  })
  expect(shop.contracts('--write').code).toBe(0)
  expect(await shop.read(lockFile)).not.toContain('unreleased')
  expect(await shop.read(lockFile)).toContain('"version": "2.0.0"')
  expect(shop.contracts('--write').stdout).toBe('Nothing to write: 2 locks up to date.\n')
})

test('an addition asks for a minor version, a word for a patch; a later, lighter change hides neither', async () => {
  await using shop = await createShop()
  await shop.edit(contractFile, (text) => text.replace('See products', 'Look at products'))
  const patched = shop.contracts()
  expect(patched.code).toBe(0)
  expect(patched.stdout).toContain('patch since 1.0.0; the release that carries it is 1.0.1 or above')
  expect(patched.stdout).toContain(
    '  patch  permission catalog.read: is now called "Look at products"; it was "See products"',
  )

  await shop.edit(contractFile, (text) => text.replace('note: z.string().optional()', '$&, size: z.int().optional()'))
  const added = shop.contracts('--write')
  expect(added.stdout).toContain('minor since 1.0.0; the release that carries it is 1.1.0 or above')
  expect(added.stdout.match(/.*"size".*/g)).toEqual(['  minor  schema Product: "size" was added (used by route best)'])
  expect(await shop.read(lockFile)).toContain('"unreleased": "minor"')

  await shop.edit(contractFile, (text) => text.replace('Look at products', 'See products'))
  const again = shop.contracts('--write')
  expect(again.stdout).toContain('patch since 1.0.0 (minor with what is locked already)')
  expect(await shop.read(lockFile)).toContain('"unreleased": "minor"')
  expect(again.stdout).not.toContain('breaks')
})

test('consumers are found by member, by interface, by the name of a permission, and not in the module itself', async () => {
  await using shop = await createShop()
  await shop.write(
    'modules/catalog/src/own.ts',
    `export { routes } from './contract.ts'\nexport const own = 'catalog.edit'\n`,
  )
  await shop.edit(contractFile, (text) =>
    text.replace(", edit: 'Change products'", '').replace('id: string, deep?: boolean', 'id: number'),
  )
  const { stdout } = shop.contracts()
  expect(stdout).toContain(
    [
      '  major  permission catalog.edit: was removed',
      '         breaks modules/orders/src/uses.ts:2',
      '         breaks modules/orders/src/uses.ts:6',
      '',
    ].join('\n'),
  )
  const service = stdout.slice(stdout.indexOf('major  service catalog')).split('\n')
  expect(service[0]).toBe('major  service catalog: parameter 2 of "find" was removed')
  expect(
    service
      .slice(1)
      .filter((line) => /^ +breaks/.test(line))
      .map((line) => line.trim()),
  ).toEqual([
    'breaks modules/orders/src/uses.ts:2',
    'breaks modules/orders/src/uses.ts:5',
    'breaks modules/orders/src/uses.ts:7',
  ])
  expect(stdout).not.toContain('own.ts')
})

test('a route that opens to more people is marked, and so is a table that loses data', async () => {
  await using shop = await createShop()
  const tables = (columns: string) =>
    `import { integer, pgSchema, text } from 'ashlar/drizzle/pg-core'\n` +
    `export const products = pgSchema('catalog').table('products', { ${columns} })\nvoid [integer, text]\n`
  await shop.write('modules/catalog/src/tables.ts', tables(`id: integer('id').notNull(), note: text('note')`))
  await shop.edit('modules/catalog/src/module.ts', (text) =>
    text.replace("id: 'catalog',", "$& tables: () => import('./tables.ts'),"),
  )
  shop.contracts('--write')
  await shop.write('modules/catalog/src/tables.ts', tables(`id: text('id').notNull()`))
  await shop.edit(contractFile, (text) => text.replace("/:id', { can: signedIn", "/:id', { can: anyone"))
  const { stdout } = shop.contracts()
  expect(stdout).toContain(
    'minor  route show: it was for who is signed in and is for anyone: it lets in more people [security]',
  )
  expect(stdout).toContain('patch  table products: column "note" was removed, with its values [loses data]')
  expect(stdout).toContain('patch  table products: column "id" was integer not null and is text not null [loses data]')
})

test('the changes are data for another program, with files from the root', async () => {
  await using shop = await createShop()
  await shop.edit(contractFile, (text) => text.replace(/ {2}show: .*\n/, ''))
  const { code, stdout } = shop.contracts('--check', '--json')
  expect(code).toBe(1)
  expect(JSON.parse(stdout).modules[0]).toMatchObject({
    module: 'catalog',
    lockFile,
    lockedVersion: '1.0.0',
    class: 'major',
    requiredVersion: '2.0.0',
    changes: [
      {
        class: 'major',
        surface: 'route',
        name: 'show',
        consumers: [{ package: '@shop/orders', line: 2 }, { line: 4 }],
      },
    ],
    findings: [{ code: 'ASH881', level: 'error', place: { file: lockFile } }],
  })
  expect(stdout).not.toContain(shop.folder)
})

test('the version that carries a change follows from the locked one', async () => {
  const steps = [
    ['0.0.3', 'major', '0.0.4'],
    ['0.1.0', 'minor', '0.1.1'],
    ['0.1.0', 'major', '0.2.0'],
    ['1.2.3', 'minor', '1.3.0'],
    ['2.0.0-beta.1', 'major', '2.0.0'],
    ['1.3.0-beta.1', 'major', '2.0.0'],
  ] as const
  await using shop = await createWorkspace()
  const contract = 'export type Code = string\n'
  for (const [index, [version]] of steps.entries()) await writeModule(shop, { id: `step-${index}`, contract, version })
  shop.contracts('--write')
  for (const [index, [, level]] of steps.entries()) {
    const change = level === 'major' ? 'export type Code = number\n' : `${contract}export type More = string\n`
    await shop.write(`modules/step-${index}/src/contract.ts`, change)
  }
  const { modules } = JSON.parse(shop.contracts('--json').stdout)
  const found = modules.map((one: Record<string, unknown>) => [one.lockedVersion, one.class, one.requiredVersion])
  expect(found).toEqual(steps)
  for (const [index, [, , required]] of steps.entries())
    await shop.edit(`modules/step-${index}/package.json`, (text) =>
      text.replace(/"version": "[^"]*"/, `"version": "${required}"`),
    )
  expect(shop.contracts('--write').code).toBe(0)
  expect(shop.contracts('--check').code).toBe(0)
})
