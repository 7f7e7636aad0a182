import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

interface Import {
  readonly file: string
  readonly target: string
}

/** What each folder of the runtime may import, besides itself. Types count like values. */
const layers: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  scope: [],
  drizzle: [],
  settings: ['contract'],
  i18n: ['contract'],
  data: ['contract', 'scope'],
  module: ['contract', 'data'],
  http: ['contract', 'module', 'scope'],
  inertia: ['contract', 'module'],
  // Texts are looked up alike on the server and in the browser.
  react: ['contract', 'app/page-assets.ts', 'i18n/find-text.ts'],
  app: ['contract', 'scope', 'drizzle', 'settings', 'i18n', 'data', 'module', 'http', 'inertia'],
}

function listSources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)(node_modules|dist|\.ashlar)\//.test(file))
    .map((file) => join(folder, file))
}

const isTest = (file: string): boolean => /\.test\.tsx?$|\/tests?\/|\/testing\//.test(file)

function listImports(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const specifiers = source.matchAll(/^(?:import|export)\s(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm)
  return [...specifiers].map(([, fixed, dynamic]) => ({ file, target: fixed ?? dynamic ?? '' }))
}

/** A relative import as a path from the root; any other as it is written. */
function resolveImport({ file, target }: Import): string {
  return target.startsWith('.') ? relative(root, resolve(root, dirname(file), target)) : target
}

test('the layers of the runtime import in one direction', () => {
  const source = 'packages/ashlar/src'
  const breaches = listSources(source)
    .filter((file) => !isTest(file))
    .flatMap(listImports)
    .filter(({ target }) => target.startsWith('.'))
    .filter((entry) => {
      const layer = relative(source, entry.file).split('/')[0] ?? ''
      const target = relative(source, resolveImport(entry))
      const allowed = layers[layer]
      if (!allowed || target.startsWith('..')) return false
      return ![layer, ...allowed].some((place) => target === place || target.startsWith(`${place}/`))
    })
  expect(breaches.map((entry) => `${entry.file} imports ${resolveImport(entry)}`)).toEqual([])
})

const moduleFolders = [
  ...readdirSync(join(root, 'modules')).map((name) => `modules/${name}`),
  ...readdirSync(join(root, 'apps/demo/modules')).map((name) => `apps/demo/modules/${name}`),
]

test('a module imports another one only through its contract, and no library behind the framework’s back', () => {
  const packageNames = moduleFolders.map(
    (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).name as string,
  )
  const breaches = moduleFolders.flatMap((folder, index) =>
    listSources(join(folder, 'src'))
      .flatMap(listImports)
      .filter((entry) => {
        const target = resolveImport(entry)
        if (entry.target.startsWith('.')) return !target.startsWith(`${folder}/`)
        const other = packageNames.find((name) => target === name || target.startsWith(`${name}/`))
        if (other) return other === packageNames[index] || target !== `${other}/contract`
        return /^(drizzle-orm|pg|fastify|@inertiajs)(\/|$)/.test(target)
      }),
  )
  expect(breaches.map((entry) => `${entry.file} imports ${entry.target}`)).toEqual([])
})

test('inside a module, imports lead from pages and routes to actions, data and domain, never back', () => {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    domain: ['domain', 'contract.ts'],
    data: ['data', 'domain', 'contract.ts', 'errors.ts'],
    pages: ['pages', 'parts', 'domain', 'contract.ts', 'locales'],
    'routes.ts': ['actions', 'contract.ts', 'data', 'domain', 'errors.ts', 'auth'],
  }
  const breaches = moduleFolders.flatMap((folder) =>
    listSources(join(folder, 'src'))
      .filter((file) => !isTest(file))
      .flatMap(listImports)
      .filter(({ target }) => target.startsWith('.'))
      .filter((entry) => {
        const room = relative(join(folder, 'src'), entry.file).split('/')[0] ?? ''
        const target = relative(join(folder, 'src'), resolveImport(entry))
        const places = allowed[room]
        return places !== undefined && !places.some((place) => target === place || target.startsWith(`${place}/`))
      }),
  )
  expect(breaches.map((entry) => `${entry.file} imports ${resolveImport(entry)}`)).toEqual([])
})

test('contracts run in the browser: they import nothing but contracts and schemas', () => {
  const contracts = [
    ...listSources('packages/ashlar/src/contract').filter((file) => !isTest(file)),
    ...moduleFolders.map((folder) => `${folder}/src/contract.ts`),
  ]
  const breaches = contracts
    .flatMap(listImports)
    .filter(
      ({ target }) =>
        !target.startsWith('./') && !/^(zod|typeid-js|ashlar\/contract|@[\w-]+\/[\w-]+\/contract)$/.test(target),
    )
  expect(breaches.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
})

test('no package knows a module, and nothing knows an app', () => {
  const breaches = listSources('packages')
    .filter((file) => !isTest(file))
    .flatMap(listImports)
    .filter(
      (entry) =>
        /^(modules|apps|examples|benchmarks)\//.test(resolveImport(entry)) ||
        /^@(demo\/|ashlar\/users)/.test(entry.target),
    )
  expect(breaches.map((entry) => `${entry.file} imports ${entry.target}`)).toEqual([])
})
