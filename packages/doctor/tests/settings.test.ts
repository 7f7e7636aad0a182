/** Values from outside and secrets as people write them: what is told of them, and above all what is not. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { diagnose } from '@ashlar/doctor'
import { expect, test } from 'vitest'
import { createFixture } from './fixture.ts'

const source = 'modules/catalog/src'

async function findWith(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  await using fixture = await createFixture()
  for (const [name, text] of Object.entries(files)) {
    const path = join(fixture.folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }
  const { findings } = await diagnose({ folder: fixture.folder })
  return findings.map(({ code, message, place }) => `${code} ${place.line}:${place.column} ${message}`)
}

const settings = (declarations: string) => `
import { defineSettings } from 'ashlar/contract'
import { z } from 'zod'
export const settings = defineSettings('catalog', { ${declarations} })
`

test('the environment is found however it is reached', async () => {
  const code = `import { env } from 'node:process'
export const a = process.env.A_B
export const b = process.env['B']
export const c = import.meta.env.VITE_C
export const { D, ...others } = process.env
export const all = { ...globalThis.process.env }
`
  expect(await findWith({ [`${source}/clients/limits.ts`]: code })).toEqual([
    'ASH820 1:10 Module "catalog" reads the environment by itself.',
    'ASH820 2:18 Module "catalog" reads the environment variable A_B by itself.',
    'ASH820 3:18 Module "catalog" reads the environment variable B by itself.',
    'ASH820 4:18 Module "catalog" reads the environment variable VITE_C by itself.',
    'ASH820 5:14 Module "catalog" reads the environment variable D by itself.',
    'ASH820 5:14 Module "catalog" reads the environment by itself.',
    'ASH820 6:25 Module "catalog" reads the environment by itself.',
  ])
})

test('tests, tools, files of settings, libraries, and what a build writes into the code are let pass', async () => {
  const read = 'export const port = process.env.PORT\n'
  expect(
    await findWith({
      'modules/catalog/vitest.config.ts': read,
      'modules/catalog/tests/port.ts': read,
      [`${source}/testing/port.ts`]: read,
      [`${source}/settings/port.ts`]: read,
      'packages/tool/package.json': '{ "name": "tool" }',
      'packages/tool/src/index.ts': read,
      'package.json': '{ "name": "shop", "workspaces": ["app", "modules/*", "packages/*"] }',
      [`${source}/domain/limits.ts`]: 'export const dev = import.meta.env.DEV || process.env.NODE_ENV === "test"\n',
      [`${source}/domain/environments.ts`]: 'export const env = { process: 1 }\nexport const one = env.process\n',
    }),
  ).toEqual([])
})

test.each([
  ['AWS', ['AKIA', 'Q7ZLMN2VX4RTKPWB'], 'an access key of AWS'],
  ['GitHub', ['ghp_', 'k8Rv2mQx7LpZaT0dYw9sUe3HnC5bGi6JoF4V'], 'a token of GitHub'],
  ['GitLab', ['glpat-', 'k8Rv2mQx7LpZaT0dYw9s'], 'a token of GitLab'],
  ['npm', ['npm_', 'k8Rv2mQx7LpZaT0dYw9sUe3HnC5bGi6JoF4V'], 'a token of npm'],
  ['Slack', ['xoxb-', '927410586312-k8Rv2mQx7LpZaT0dYw9sUe3H'], 'a token of Slack'],
  ['Stripe', ['sk_live_', 'k8Rv2mQx7LpZaT0dYw9sUe3H'], 'a live key of Stripe'],
  ['a key', ['-----BEGIN RSA PRIVATE', ` KEY-----\\n${'MIIEpAIBAAKCAQEAk8Rv2mQx7LpZ'.repeat(3)}`], 'a private key'],
  ['a database', ['postgres://shop:', 'k8Rv2mQx7LpZ@db.northwind.net:5432/shop'], 'the password of a server'],
  ['a queue', ['amqps://', 'shop:k8Rv2mQx7LpZ@10.4.0.12/shop'], 'the password of a server'],
])('a secret of %s is found, and not repeated', async (_name, parts, what) => {
  const secret = parts.join('')
  const found = await findWith({ [`${source}/clients/keys.ts`]: `/* one */\nexport const key = '${secret}'\n` })
  expect(found).toEqual([`ASH824 2:21 What stands here is ${what}.`])
})

test('what only looks like a secret is let pass', async () => {
  const lines = [
    ['AKIA', 'IOSFODNN7EXAMPLE'],
    ['ghp_', 'x'.repeat(36)],
    ['ghp_', '123456789012345678901234567890abcdef'],
    ['npm_', 'config_registry_of_the_whole_company1'],
    ['-----BEGIN PRIVATE', ' KEY-----'],
    ['postgres://shop:', 'secret@localhost:5432/shop'],
    ['postgres://shop:', 'k8Rv2mQx7LpZ@127.0.0.1:5432/shop'],
    ['postgres://shop:', 'k8Rv2mQx7LpZ@db:5432/shop'],
    ['postgres://shop:', 'k8Rv2mQx7LpZ@db.shop.example:5432/shop'],
    ['postgres://user:', 'password@db.northwind.net/shop'],
    ['postgres://db.northwind.net/shop', ''],
    ['https://docs.northwind.net/a:b', '@c'],
  ].map((parts) => `  '${parts.join('')}',`)
  const template = `export const url = (password: string) => \`postgres://shop:\${password}@db.northwind.net/shop\``
  const code = ['export const words = [', ...lines, ']', template, ''].join('\n')
  expect(await findWith({ [`${source}/clients/keys.ts`]: code })).toEqual([])
})

test('a setting that is put together somewhere else is taken to explain itself', async () => {
  const declared = settings('perPage: shared.perPage, currency: { ...common, schema: z.string() }, rate: setting()')
  const code = `import { common, setting, shared } from 'shop-settings'${declared}`
  const found = await findWith({ [`${source}/settings.ts`]: code, 'modules/catalog/README.md': '# Catalog' })
  expect(found.filter((finding) => finding.startsWith('ASH821'))).toEqual([])
})

test('a secret has no default, be it behind a name, and none in the configuration of the app', async () => {
  await using fixture = await createFixture('ASH825/repaired')
  const config = join(fixture.folder, 'app/app.config.ts')
  const withSettings = "defineApp({ settings: { catalog: { linkKey: 'k8Rv2mQx7LpZ', perPage: 5 } },"
  await writeFile(config, (await readFile(config, 'utf8')).replace('defineApp({', withSettings))
  const declared = settings(
    `linkKey: { schema: Key, help: 'signs links', secret: true }, perPage: { schema: z.int(), help: 'rows' }`,
  )
  const withKey = declared.replace('export', "const Key = z.string().catch('k8Rv2mQx7LpZ').readonly()\nexport")
  await writeFile(join(fixture.folder, source, 'settings.ts'), withKey)
  const { findings } = await diagnose({ folder: fixture.folder })
  expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'ASH825 The secret "linkKey" of module "catalog" stands in the configuration of the app.',
    'ASH825 The secret "linkKey" of module "catalog" has a default.',
  ])
})

test('a document is held to the settings only where there is one, and only to what is needed', async () => {
  const many = settings(`
    perPage: { schema: z.int().default(20), help: 'rows' },
    currency: { schema: z.enum(['eur', 'usd']).optional(), help: 'of all prices' },
    rate: { schema: z.coerce.number(), help: 'of the day' },
    origin: { schema: z.url(), help: 'where prices come from', env: 'PRICES' },
    given: { schema: z.string(), help: 'given by the app' },
  `)
  const config = `
import { defineApp } from 'ashlar'
export default defineApp({ name: process.env.SHOP_NAME ?? '', settings: { catalog: { given: 'x' } } })
`
  const files = { [`${source}/settings.ts`]: many, 'app/app.config.ts': config }
  const readme = 'Set `perPage`, `CATALOG_CURRENCY`, CATALOG_RATE, PRICES and "CATALOG_GIVEN".'
  expect(await findWith({ ...files, 'modules/catalog/README.md': readme })).toEqual([])
  expect(
    await findWith({
      ...files,
      'modules/catalog/README.md': readme,
      'app/.env.example': 'CATALOG_RATES=1\nPOSTGRES=\n',
    }),
  ).toEqual([
    'ASH822 1:1 app/.env.example does not name PRICES, without which module "catalog" does not boot.',
    expect.stringContaining(
      'ASH823 1:1 CATALOG_RATES is the variable of no setting of module "catalog"; its variables are ',
    ),
    expect.stringMatching(/^ASH822 3:34 "@shop\/app" reads SHOP_NAME, which is neither/),
  ])
  expect(
    await findWith({
      ...files,
      'modules/catalog/README.md': 'Set nothing.',
      'app/.env.example': 'PRICES=\nSHOP_NAME=\n',
    }),
  ).toEqual(
    ['CATALOG_PER_PAGE', 'CATALOG_CURRENCY', 'CATALOG_RATE', 'PRICES', 'CATALOG_GIVEN'].map((variable) =>
      expect.stringContaining(`The README of module "catalog" does not name ${variable}, `),
    ),
  )
})
