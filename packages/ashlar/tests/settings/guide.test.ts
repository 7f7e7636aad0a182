/** The guide's snippets, as a module and a test of it. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { TestApp } from '@ashlar/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

const packageFolder = resolve(import.meta.dirname, '../..')
let folder: string
let snippets: readonly string[]

beforeAll(async () => {
  const guide = await readFile(resolve(packageFolder, '../../docs/guides/settings.md'), 'utf8')
  snippets = [...guide.matchAll(/^```ts\n(.*?)^```/gms)].map(([, text = '']) => text)
  await mkdir(join(packageFolder, '.ashlar'), { recursive: true })
  folder = await mkdtemp(join(packageFolder, '.ashlar/settings-guide-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

test('what the guide shows runs as it says', async () => {
  const [contract = '', module = '', start = '', program = ''] = snippets
  expect(snippets).toHaveLength(4)
  const billing = join(folder, 'billing')
  const app = join(folder, 'app')
  await mkdir(billing)
  await mkdir(join(app, 'node_modules/@acme'), { recursive: true })
  await symlink(billing, join(app, 'node_modules/@acme/billing'), 'dir')
  const files = {
    'billing/package.json': JSON.stringify({
      name: '@acme/billing',
      version: '1.0.0',
      type: 'module',
      exports: { './contract': './contract.ts', './package.json': './package.json' },
      ashlar: { module: './module.ts' },
    }),
    'billing/contract.ts': contract,
    'billing/module.ts': module,
    'billing/start.ts': start,
    'app/package.json': JSON.stringify({ name: 'app', version: '1.0.0', dependencies: { '@acme/billing': '*' } }),
    'app/program.ts': `${program.replace("modules: ['@acme/billing']", `$&, folder: ${JSON.stringify(app)}`)}\nexport { app, plain, changed, shown }\n`,
  }
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text)

  const ran = (await import(join(app, 'program.ts'))) as {
    app: TestApp
    plain: string
    changed: string
    shown: { value: unknown; source: string }
  }
  expect(ran.plain).toBe('Invoice for Anna. Thank you.')
  expect(ran.changed).toBe('INVOICE FOR Ben. See you.')
  expect(ran.shown).toMatchObject({ value: 40, source: 'user' })
  await ran.app.close()
})
