/** Whatever lies about in a project gives a finding or a clean pass, never a crash and never silence. */
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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

test('a file of five megabytes is told of, not read and not passed over', async () => {
  await using fixture = await createFixture()
  await writeFile(
    join(fixture.folder, 'modules/orders/src/domain/rates.ts'),
    `export const rates = '${'x'.repeat(5e6)}'\n`,
  )
  expect(await codesIn(fixture.folder)).toEqual(['ASH700 modules/orders/src/domain/rates.ts'])
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
