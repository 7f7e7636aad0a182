/** Whatever lies about in a project gives a finding or a clean pass, never a crash and never silence. */
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { diagnose } from '@ashlar/doctor'
import { expect, test } from 'vitest'
import { createFixture } from './fixture.ts'

const codesIn = async (folder: string) =>
  (await diagnose({ folder })).findings.map(({ code, place }) => `${code} ${place.file}`)

test('a circle of symbolic links, and one that leads nowhere', async () => {
  await using fixture = await createFixture()
  const source = join(fixture.folder, 'modules/orders/src')
  await symlink(source, join(source, 'again'))
  await symlink('nowhere.ts', join(source, 'gone.ts'))
  expect(await codesIn(fixture.folder)).toEqual([])
})

test('a package that is linked under a second name, and a link back to the workspace', async () => {
  await using fixture = await createFixture()
  await symlink('orders', join(fixture.folder, 'modules/again'))
  await symlink('..', join(fixture.folder, 'modules/all'))
  const { project, findings } = await diagnose({ folder: fixture.folder })
  expect(findings).toEqual([])
  expect(project.modules.map(({ id }) => id).toSorted()).toEqual(['catalog', 'orders'])
})

test.each([
  ['a link that leads nowhere', (path: string) => symlink('nowhere.json', path)],
  ['a folder', (path: string) => mkdir(path)],
  ['an empty file', (path: string) => writeFile(path, '')],
  ['a list', (path: string) => writeFile(path, '[]')],
])('a package.json that is %s is told of', async (_name, make) => {
  await using fixture = await createFixture()
  await mkdir(join(fixture.folder, 'modules/stray/src'), { recursive: true })
  await make(join(fixture.folder, 'modules/stray/package.json'))
  expect(await codesIn(fixture.folder)).toEqual(['ASH840 modules/stray/package.json'])
})

test('a folder of modules without a package.json is read as a part of the workspace', async () => {
  await using fixture = await createFixture()
  await mkdir(join(fixture.folder, 'modules/stray/src'), { recursive: true })
  await writeFile(join(fixture.folder, 'modules/stray/src/broken.ts'), 'export const = 1\n')
  expect(await codesIn(fixture.folder)).toEqual(['ASH700 modules/stray/src/broken.ts'])
})

test('a package.json that only says how files are to be taken makes no package', async () => {
  await using fixture = await createFixture()
  const rates = join(fixture.folder, 'modules/orders/src/domain/rates')
  await mkdir(rates)
  await writeFile(join(rates, 'package.json'), '{ "type": "module" }')
  await writeFile(join(rates, 'broken.js'), 'export const = 1\n')
  expect(await codesIn(fixture.folder)).toEqual(['ASH700 modules/orders/src/domain/rates/broken.js'])
})

test('a file of five megabytes is told of, not read and not passed over', async () => {
  await using fixture = await createFixture()
  await writeFile(
    join(fixture.folder, 'modules/orders/src/domain/rates.ts'),
    `export const rates = '${'x'.repeat(5e6)}'\n`,
  )
  expect(await codesIn(fixture.folder)).toEqual(['ASH700 modules/orders/src/domain/rates.ts'])
})

test('a migration of five megabytes is read', async () => {
  await using fixture = await createFixture()
  const rows = Array.from(
    { length: 60_000 },
    (_, row) => `  (${row}, 'it''s the row of a large table, number ${row}, $$')`,
  )
  await writeFile(
    join(fixture.folder, 'modules/orders/migrations/0002_fill_orders.sql'),
    `INSERT INTO "orders"."order" ("quantity", "note") VALUES\n${rows.join(',\n')};\nDROP TABLE "orders"."order";\n`,
  )
  expect(await codesIn(fixture.folder)).toEqual(['ASH741 modules/orders/migrations/0002_fill_orders.sql'])
})

test('what a build made may be imported, and declarations may stand for plain JavaScript', async () => {
  await using fixture = await createFixture()
  const orders = join(fixture.folder, 'modules/orders')
  for (const [file, text] of [
    ['dist/rates.js', 'export const rates = []\n'],
    ['src/domain/fees.d.ts', 'export declare const fees: readonly number[]\n'],
    ['src/domain/price.ts', "export { rates } from '../../dist/rates'\nexport type { fees } from './fees.js'\n"],
  ] as const) {
    await mkdir(dirname(join(orders, file)), { recursive: true })
    await writeFile(join(orders, file), text)
  }
  expect(await codesIn(fixture.folder)).toEqual([])
})

test('generated folders and what doctor.json ignores are left out', async () => {
  await using fixture = await createFixture()
  for (const folder of ['dist', 'node_modules/x', '.ashlar', 'generated']) {
    const path = join(fixture.folder, 'modules/orders', folder)
    await mkdir(path, { recursive: true })
    await writeFile(join(path, 'broken.ts'), 'export const = 1\n')
  }
  await writeFile(join(fixture.folder, 'doctor.json'), '{ "ignore": ["modules/orders/generated"] }')
  expect(await codesIn(fixture.folder)).toEqual([])
})

test('Windows line ends do not move the places', async () => {
  await using fixture = await createFixture()
  const text = 'export const a = 1\r\nexport * from "./nowhere.ts"\r\n'
  await writeFile(join(fixture.folder, 'modules/orders/src/domain/windows.ts'), text)
  const { findings } = await diagnose({ folder: fixture.folder })
  expect(findings.map(({ code, place }) => [code, place.line, place.column])).toEqual([['ASH734', 2, 15]])
})

test('Windows line ends and byte order marks change nothing that is found', async () => {
  const linesIn = async (folder: string) =>
    (await diagnose({ folder })).findings.map(({ code, place }) => `${code} ${place.file}:${place.line}`)
  await using fixture = await createFixture('ASH744/wrong')
  const before = await linesIn(fixture.folder)
  expect(before).not.toEqual([])
  const files = ['migrations/0001_create_orders.sql', 'src/locales/en.json', 'src/data/tables.ts', 'package.json']
  for (const file of files) {
    const path = join(fixture.folder, 'modules/orders', file)
    await writeFile(path, `\uFEFF${(await readFile(path, 'utf8')).replaceAll('\n', '\r\n')}`)
  }
  expect(await linesIn(fixture.folder)).toEqual(before)
})

test('a module in plain JavaScript is read like any other', async () => {
  await using fixture = await createFixture()
  const source = join(fixture.folder, 'modules/plain/src')
  await mkdir(source, { recursive: true })
  const manifest = {
    name: '@shop/plain',
    version: '1.0.0',
    type: 'module',
    ashlar: { module: './src/module.js' },
    exports: { '.': './src/module.js', './contract': './src/contract.js' },
    peerDependencies: { ashlar: '^0.1.0' },
  }
  await writeFile(join(source, '../package.json'), JSON.stringify(manifest))
  await writeFile(join(source, 'contract.js'), "export const name = 'plain'\n")
  await writeFile(
    join(source, 'module.js'),
    "import { defineModule } from 'ashlar'\nexport default defineModule({ id: 'Plain' })\n",
  )
  expect(await codesIn(fixture.folder)).toEqual(['ASH106 modules/plain/src/module.js'])
})

test.each([
  ['pnpm', 'pnpm-workspace.yaml', 'packages:\n  - app\n  - "modules/*"\n'],
  ['yarn and bun', 'package.json', '{ "name": "shop", "workspaces": { "packages": ["app", "modules/*"] } }'],
])('a workspace of %s is found, from any folder of it', async (_name, file, text) => {
  await using fixture = await createFixture('ASH720/wrong')
  if (file !== 'package.json') await writeFile(join(fixture.folder, 'package.json'), '{ "name": "shop" }')
  await writeFile(join(fixture.folder, file), text)
  const { project, findings } = await diagnose({ folder: join(fixture.folder, 'modules/orders/src') })
  expect(project.root).toBe(fixture.folder)
  expect(findings.map(({ code }) => code)).toEqual(['ASH720', 'ASH720'])
})

test.each([
  ['npm, yarn and bun hoist', 'node_modules/@shop/catalog'],
  ['pnpm links', 'node_modules/.pnpm/@shop+catalog@1.0.0/node_modules/@shop/catalog'],
  ['bun isolates', 'node_modules/.bun/@shop+catalog@1.0.0/node_modules/@shop/catalog'],
])('an installed module is found where %s it, and only what it declares is looked at', async (_name, store) => {
  await using fixture = await createFixture()
  const folder = join(fixture.folder, store)
  await mkdir(dirname(folder), { recursive: true })
  await rename(join(fixture.folder, 'modules/catalog'), folder)
  for (const user of store.includes('/.') ? ['app', 'modules/orders'] : []) {
    await mkdir(join(fixture.folder, user, 'node_modules/@shop'), { recursive: true })
    await symlink(folder, join(fixture.folder, user, 'node_modules/@shop/catalog'))
  }
  await writeFile(join(folder, 'src/domain/broken.ts'), 'export const = 1\n')
  const { project, findings } = await diagnose({ folder: fixture.folder })
  expect(findings).toEqual([])
  expect(project.installedModules.map(({ id }) => id)).toEqual(['catalog'])
  await rm(join(folder, 'src'), { recursive: true })
  expect(await codesIn(fixture.folder)).toContain('ASH110 modules/orders/src/module.ts')
})

test('a pnpm-workspace.yaml that leaves a folder out, one without packages, and one that is no YAML', async () => {
  await using fixture = await createFixture('ASH720/wrong')
  const file = join(fixture.folder, 'pnpm-workspace.yaml')
  await writeFile(file, 'packages:\n  - app\n  - modules/**\n  - "!modules/orders"\n')
  const { project } = await diagnose({ folder: fixture.folder })
  expect(project.modules.map(({ id }) => id)).toEqual(['catalog'])
  await writeFile(file, 'catalog:\n  react: ^19.3.1\n')
  expect((await codesIn(fixture.folder)).map((finding) => finding.slice(0, 6))).toEqual(['ASH720', 'ASH720'])
  await writeFile(file, 'packages: [ "app\n')
  await expect(diagnose({ folder: fixture.folder })).rejects.toMatchObject({ code: 'ASH917' })
})

test('a module by itself, outside of any workspace, is not asked who offers what it needs', async () => {
  await using fixture = await createFixture('ASH734/wrong')
  await rename(join(fixture.folder, 'modules/orders'), join(fixture.folder, 'alone'))
  for (const name of ['app', 'modules', 'package.json']) await rm(join(fixture.folder, name), { recursive: true })
  expect(await codesIn(join(fixture.folder, 'alone'))).toEqual(['ASH734 src/domain/receipt.ts'])
})

test.each([
  ['no JSON', '{ "ignore": [', 'ASH860'],
  ['an unknown part', '{ "ignores": [] }', 'ASH860'],
  [
    'an entry without a reason',
    '{ "known": [{ "code": "ASH720", "file": "a", "message": "b", "since": "2026-01-01" }] }',
    'ASH860',
  ],
])('a doctor.json with %s is refused', async (_name, text, code) => {
  await using fixture = await createFixture()
  await writeFile(join(fixture.folder, 'doctor.json'), text)
  await expect(diagnose({ folder: fixture.folder })).rejects.toMatchObject({ code })
})

test('a folder without a package, and a code that does not exist', async () => {
  await expect(diagnose({ folder: '/' })).rejects.toMatchObject({ code: 'ASH861' })
  await using fixture = await createFixture()
  await expect(diagnose({ folder: fixture.folder, only: ['ASH999'] })).rejects.toMatchObject({ code: 'ASH862' })
})
