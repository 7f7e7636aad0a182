/** Locks and contracts as they lie about: missing, broken, in other languages, with other line ends. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkContracts } from '@ashlar/contract-lock'
import { expect, test } from 'vitest'
import { compareModules, createWorkspace, writeModule } from './workspace.ts'

const plain = 'export type Code = string\n'

test('a lock that cannot be read is named with its line, and left alone; one that is missing is written', async () => {
  await using shop = await createWorkspace()
  const broken = {
    missing: undefined,
    'no-json': '{\n  "format": 1,\n',
    'other-form': '{ "format": 1, "module": "other-form", "package": 5, "version": "1.0.0" }',
    merge: '{\n  "format": 1,\n<<<<<<< ours\n  "module": "merge",\n=======\n>>>>>>> theirs\n}\n',
    later: '{ "format": 99 }',
  }
  for (const [id, lock] of Object.entries(broken)) {
    await writeModule(shop, { id, contract: plain })
    if (lock !== undefined) await shop.write(`modules/${id}/contract.lock.json`, lock)
  }
  const { code, stdout } = shop.contracts('--check')
  expect(code).toBe(1)
  const lines = stdout.split('\n').filter((line) => line.startsWith('modules/'))
  expect(lines).toEqual([
    'modules/later/contract.lock.json:1  error  The lock has format 99; this release knows formats up to 1. [ASH886]',
    'modules/merge/contract.lock.json:3  error  The lock holds the marks of a merge that was not finished. [ASH885]',
    'modules/missing/contract.lock.json:1  error  The contract of "missing" has no lock, so no change of it can be seen. [ASH880]',
    expect.stringMatching(
      /^modules\/no-json\/contract\.lock\.json:\d {2}error {2}The lock cannot be read: .+ \[ASH884\]$/,
    ),
    expect.stringMatching(
      /^modules\/other-form\/contract\.lock\.json:1 {2}error {2}The lock cannot be read: package: .+ \[ASH884\]$/,
    ),
  ])

  const written = shop.contracts('--write')
  expect(written.code).toBe(1)
  expect(written.stdout).toContain('Locked missing at 1.0.0')
  expect(written.stderr).toContain('The lock of later, merge, no-json, other-form was not written.')
  for (const [id, lock] of Object.entries(broken)) {
    const text = await shop.read(`modules/${id}/contract.lock.json`)
    if (lock === undefined) expect(JSON.parse(text)).toMatchObject({ format: 1, module: 'missing' })
    else expect(text).toBe(lock)
  }
})

test('a contract that throws, or does not compile, is named with its reason; the others are checked all the same', async () => {
  await using shop = await createWorkspace()
  await writeModule(shop, { id: 'sound', contract: plain })
  await writeModule(shop, { id: 'throws', contract: 'throw new Error("No database here.")\n' })
  await writeModule(shop, {
    id: 'mistyped',
    contract: 'export const code: string = "1"\nexport const size: string = 1\n',
  })
  await writeModule(shop, { id: 'hidden', contract: plain })
  await shop.edit('modules/hidden/package.json', (text) => text.replace(/,\s*"\.\/contract": "[^"]*"/, ''))
  await writeModule(shop, { id: 'undefined', contract: plain })
  await shop.write('modules/undefined/src/module.ts', 'export default {}\n')
  await writeModule(shop, { id: 'unwritten', contract: plain })
  await shop.edit('modules/unwritten/package.json', (text) => text.replace('src/module.ts', 'src/nowhere.ts'))

  const { code, stdout } = shop.contracts('--write')
  expect(code).toBe(1)
  for (const finding of [
    'modules/throws/src/module.ts:1  error  The contract of @shop/throws cannot be read: No database here. [ASH883]',
    "modules/mistyped/src/contract.ts:2  error  The types of @shop/mistyped cannot be relied on: TS2322: Type 'number' is not assignable to type 'string'. [ASH887]",
    'modules/hidden/package.json:1  warning  @shop/hidden has no "./contract" among its exports: only what its definition says is locked. [ASH888]',
    'modules/undefined/src/module.ts:1  error  The contract of @shop/undefined cannot be read: its default export is no module definition. [ASH883]',
    'modules/unwritten/src/nowhere.ts:1  error  The contract of @shop/unwritten cannot be read: the file does not exist. [ASH883]',
  ])
    expect(stdout).toContain(`${finding}\n`)
  expect(stdout).toContain('Locked sound at 1.0.0')
  expect(stdout).toContain('Locked hidden at 1.0.0')
  await expect(shop.read('modules/throws/contract.lock.json')).rejects.toThrow('ENOENT')
})

test('without a module, or outside of a package, the folder is named', async () => {
  await using shop = await createWorkspace()
  const none = shop.contracts('--check')
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining(`No package at ${shop.folder}`) })
  expect(none.stderr).toContain('[ASH889]')
  const elsewhere = await mkdtemp(join(tmpdir(), 'no-package-'))
  await expect(checkContracts({ folder: elsewhere })).rejects.toThrow('[ASH861]')
  await rm(elsewhere, { recursive: true })
})

test('a compiler that gives no answer ends the command with what it said, and nothing is written', async () => {
  await using shop = await createWorkspace()
  await writeModule(shop, { contract: plain })
  await rm(join(shop.folder, 'node_modules/typescript'))
  await shop.write('node_modules/typescript/package.json', '{ "name": "typescript", "version": "7.0.0" }')
  await shop.write('node_modules/typescript/bin/tsc', `process.stderr.write('Out of memory.'); process.exit(134)\n`)
  const { code, stderr } = shop.contracts('--write')
  expect(code).toBe(1)
  expect(stderr).toContain('TypeScript gave no verdict on the contracts.')
  expect(stderr).toContain('Out of memory.')
  expect(stderr).toContain('[ASH891]')
  await expect(shop.read('modules/shop/contract.lock.json')).rejects.toThrow('ENOENT')
})

test('a contract in plain JavaScript is locked by what its comments say, and one that is compiled by its declarations', async () => {
  await using shop = await createWorkspace()
  await writeModule(shop, { id: 'script' })
  await shop.edit('modules/script/package.json', (text) => text.replaceAll('.ts"', '.js"'))
  const defined = (id: string) =>
    `import { defineModule } from 'ashlar'\nexport default defineModule({ id: '${id}' })\n`
  await shop.write('modules/script/src/module.js', defined('script'))
  const script = (type: string) =>
    `/** @param {${type}} text */\nexport const measure = (text) => text.length\nexport const settings = { most: 50 }\n`
  await shop.write('modules/script/src/contract.js', script('string'))
  await writeModule(shop, { id: 'compiled' })
  await shop.edit('modules/compiled/package.json', (text) =>
    text.replace('"./src/contract.ts"', '{ "types": "./dist/contract.d.ts", "default": "./dist/contract.js" }'),
  )
  await shop.write('modules/compiled/src/module.ts', defined('compiled'))
  await shop.write('modules/compiled/dist/contract.js', `export { catalog } from './catalog.js'\n`)
  await shop.write(
    'modules/compiled/dist/catalog.js',
    `import { service } from 'ashlar/contract'\nexport const catalog = service('catalog')\n`,
  )
  await shop.write('modules/compiled/dist/contract.d.ts', `export { type Catalog, catalog } from './catalog.js'\n`)
  const declared = (result: string) =>
    `/** Products. */\nexport interface Catalog { find(id: string, // short\n  deep?: boolean): ${result} }\nexport declare const catalog: import('ashlar/contract').Service<Catalog>\n`
  await shop.write('modules/compiled/dist/catalog.d.ts', declared('number'))

  expect(shop.contracts('--write')).toMatchObject({ code: 0 })
  await shop.write('modules/script/src/contract.js', script('number[]'))
  await shop.write('modules/compiled/dist/catalog.d.ts', declared('number | undefined'))
  const { stdout } = shop.contracts()
  expect(stdout).toMatch(/major {2}type measure: who reads it finds something else: /)
  expect(stdout).toMatch(/major {2}service catalog: who .* Type 'undefined' is not assignable to type 'number'/)
})

const everything = (parts: readonly string[]) => [
  `import { anyone, definePages, definePermissions, defineRoutes, event, get, page, service } from 'ashlar/contract'`,
  `import { z } from 'zod'`,
  ...parts,
  'export const pages = definePages("shop", { Wall: page({ notes: z.array(Note) }) })',
  'export const routes = defineRoutes("shop", { list: get("/", { can: anyone, response: z.array(Note) }) })',
  'export const noted = event("shop.noted", { version: 1, payload: Note })',
  'export const shop = service<Shop>("shop")',
  'void definePermissions',
  '',
]
const parts = [
  'export const Note = z.object({ text: z.string(), id: z.int(), state: z.enum(["open", "closed"]) })',
  'export interface Shop { list(): Promise<Item[]>; find(id: string | number): Item | undefined }',
  'interface Item { readonly b: string; a: "y" | "x" }',
  'export const most = 50',
]
const definition =
  'pages: contract.pages, routes: contract.routes, publishes: [contract.noted], offers: { shop: contract.shop }'

test('equal contracts have equal locks: wherever they stand, in whatever order, with whatever line ends', async () => {
  const locks: string[] = []
  for (const [order, lineEnd] of [
    [parts, '\n'],
    [[...parts.slice(0, 1), ...parts.slice(1).toReversed()], '\r\n'],
  ] as const) {
    await using shop = await createWorkspace()
    await writeModule(shop, { contract: everything(order).join(lineEnd), definition })
    expect(shop.contracts('--write')).toMatchObject({ code: 0 })
    const lock = await shop.read('modules/shop/contract.lock.json')
    expect(lock).not.toContain(shop.folder)
    expect(lock).not.toContain('\r')
    expect(lock).toMatch(/\n}\n$/)
    locks.push(lock)
    await shop.write('modules/shop/contract.lock.json', `\uFEFF${lock.replaceAll('\n', '\r\n')}`)
    expect(shop.contracts('--check')).toMatchObject({ code: 0 })
  }
  expect(locks[0]).toBe(locks[1])
  expect(Object.keys(JSON.parse(locks[0] ?? '').exports)).toEqual([
    'Note',
    'Shop',
    'most',
    'noted',
    'pages',
    'routes',
    'shop',
  ])
})

test('a type that cannot be named from outside takes no other type out of the lock', async () => {
  const contract = (result: string) =>
    [
      `import { service } from 'ashlar/contract'`,
      'interface Hidden { a: string }',
      'export type Known = Hidden',
      'export const value = { a: "" } as Hidden',
      'interface Silent { find(): Hidden }',
      'export const silent = service<Silent>("silent")',
      `export type Other = ${result}`,
    ].join('\n')
  const report = await compareModules({ contract: contract('string') }, { contract: contract('number') })
  expect(report.changes.map(({ surface, name }) => `${surface} ${name}`)).toEqual(['type Other'])
  expect(Object.keys(report.surface?.types ?? {})).toEqual(['Hidden', 'Known', 'Other', 'Silent', 'typeof value'])
})

test('types of other files that a contract exports are its own, under every name they have', async () => {
  await using shop = await createWorkspace()
  await writeModule(shop, {
    contract: [
      `export type { Money, Money as Price } from './domain/money.ts'`,
      `export * from './domain/index.ts'`,
      `export type { Href } from 'ashlar/contract'`,
      '',
    ].join('\n'),
  })
  const money = (amount: string) => `interface Amount { value: ${amount} }\nexport interface Money { amount: Amount }\n`
  const page = (rows: string) =>
    `export interface Page<Row extends object> { rows: ${rows} }\nexport const sizes = [10, 50]\ninterface Amount { other: 1 }\nexport type Other = Amount\n`
  await shop.write('modules/shop/src/domain/money.ts', money('number'))
  await shop.write('modules/shop/src/domain/index.ts', `export * from './page.ts'\n`)
  await shop.write('modules/shop/src/domain/page.ts', page('Row[]'))
  expect(shop.contracts('--write')).toMatchObject({ code: 0 })
  const { exports, types } = JSON.parse(await shop.read('modules/shop/contract.lock.json'))
  expect(Object.keys(exports)).toEqual(['Href', 'Money', 'Other', 'Page', 'Price', 'sizes'])
  expect(Object.keys(types)).toEqual(expect.arrayContaining(['Money', 'Other', 'Page', 'Price', 'typeof sizes']))

  await shop.write('modules/shop/src/domain/money.ts', money('string'))
  await shop.write('modules/shop/src/domain/page.ts', page('readonly Row[]'))
  const changed = shop.contracts().stdout.match(/^ {2}\w+ {2}\w+ \w+/gm)
  expect(changed).toEqual(['  major  type Money', '  major  type Page', '  major  type Price'])
})

test('a service that another package offers too is judged from its side as well', async () => {
  await using shop = await createWorkspace()
  const mail = (members: string) =>
    `import { service } from 'ashlar/contract'\nexport interface Mail { send(to: string): void${members} }\nexport const mail = service<Mail>('mail-out')\n`
  await writeModule(shop, { id: 'mail', contract: mail(''), definition: 'offers: { mail: contract.mail }' })
  await writeModule(shop, {
    id: 'smtp',
    contract: `import { mail } from '@shop/mail/contract'\nexport const offered = { mail }\n`,
    definition: 'offers: contract.offered',
  })
  shop.contracts('--write')
  await shop.write('modules/mail/src/contract.ts', mail('; close(): void'))
  const { stdout } = shop.contracts()
  expect(stdout).toMatch(/major {2}service mail-out: who offers it has to follow: Property 'close' is missing in type/)
  expect(stdout).toContain('breaks modules/smtp/src/contract.ts:2')
})
