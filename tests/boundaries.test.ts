import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { verifyModules } from '@ashlar/doctor'
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
  time: [],
  i18n: ['contract'],
  data: ['contract', 'scope', 'time/longest-ms.ts'],
  notices: ['scope', 'data'],
  settings: ['contract', 'scope', 'data', 'notices'],
  flags: ['contract', 'scope', 'data', 'settings'],
  cache: ['contract', 'data', 'notices'],
  payload: [],
  events: ['contract', 'scope', 'time', 'payload', 'data'],
  jobs: ['contract', 'scope', 'time', 'payload', 'data'],
  module: ['contract', 'time', 'data'],
  http: ['contract', 'module', 'scope'],
  inertia: ['contract', 'module'],
  // Texts are looked up alike on the server and in the browser.
  react: ['contract', 'app/page-assets.ts', 'i18n/describe-issue.ts', 'i18n/find-text.ts'],
  app: [
    'contract',
    'scope',
    'drizzle',
    'notices',
    'settings',
    'flags',
    'cache',
    'time',
    'i18n',
    'data',
    'events',
    'jobs',
    'module',
    'http',
    'inertia',
  ],
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

test('the walls between modules hold, and so do the layers inside of them', () => verifyModules(root))

test('the contracts of the framework run in the browser: they import nothing but schemas', () => {
  const breaches = listSources('packages/ashlar/src/contract')
    .filter((file) => !isTest(file))
    .flatMap(listImports)
    .filter(({ target }) => !target.startsWith('./') && !/^(zod|typeid-js)$/.test(target))
  expect(breaches.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
})
