/** Other tools that hold imports to rules, installed beside the project and set up for the same ones as far as they can. */
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const packages = {
  '@typescript-eslint/parser': '8.73.0',
  'dependency-cruiser': '18.7.2',
  eslint: '10.15.0',
  'eslint-import-resolver-typescript': '4.4.5',
  'eslint-plugin-boundaries': '7.2.0',
  typescript: '6.0.3',
}

export interface Linter {
  readonly name: string
  /** The script and what follows it; it is started in the folder of the workspace. */
  readonly args: readonly string[]
}

/** Which rooms of a module may not import which others of it. */
const layers = {
  domain: ['data', 'actions', 'pages', 'start', 'routes', 'module', 'settings'],
  pages: ['data', 'actions', 'start', 'routes', 'module', 'settings'],
  data: ['actions', 'pages', 'routes', 'start'],
  actions: ['pages', 'routes', 'start'],
  routes: ['data', 'pages', 'start'],
}
const folders = ['domain', 'data', 'actions', 'pages']
const files = ['module', 'start', 'routes', 'settings']

/** Installs the tools, without their install scripts. */
export async function installLinters(folder: string): Promise<readonly Linter[]> {
  await mkdir(folder, { recursive: true })
  const manifest = { private: true, type: 'module', dependencies: packages }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'eslint.config.js'), eslintConfig())
  await writeFile(join(folder, 'cruiser.config.cjs'), cruiserConfig())
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' })
  const bin = join(folder, 'node_modules/.bin')
  return [
    {
      name: 'dependency-cruiser',
      args: [join(bin, 'depcruise'), 'modules', 'app', '--config', join(folder, 'cruiser.config.cjs')],
    },
    {
      name: 'eslint-plugin-boundaries',
      args: [join(bin, 'eslint'), '--config', join(folder, 'eslint.config.js'), 'modules', 'app'],
    },
  ]
}

/** Other modules by their contract only, nobody the app, the layers, circles, and imports that lead nowhere. */
function cruiserConfig(): string {
  const error = 'error'
  const forbidden = [
    {
      name: 'internals',
      severity: error,
      from: { path: '^modules/([^/]+)/' },
      to: { path: '^modules/[^/]+/', pathNot: ['^modules/$1/', '^modules/[^/]+/src/contract\\.ts$'] },
    },
    { name: 'app', severity: error, from: { path: '^modules/' }, to: { path: '^app/' } },
    {
      name: 'circles',
      severity: error,
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'missing', severity: error, from: {}, to: { couldNotResolve: true } },
    ...Object.entries(layers).map(([room, others]) => ({
      name: room,
      severity: error,
      from: { path: `^modules/([^/]+)/src/${room}(?:/|\\.)` },
      to: { path: `^modules/$1/src/(?:${others.join('|')})(?:/|\\.)` },
    })),
  ]
  const options = {
    // Neither are the sources of the framework followed, which the repository links to.
    doNotFollow: { path: ['node_modules', '^\\.\\.'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  }
  return `module.exports = ${JSON.stringify({ forbidden, options })}\n`
}

/** The same without circles, which the plugin does not look for. */
function eslintConfig(): string {
  const element = (type: string, path: string) => ({
    type,
    pattern: `modules/*/src/${path}`,
    partialMatch: false,
    capture: ['module'],
  })
  const elements = [
    element('contract', 'contract.ts'),
    ...files.map((file) => element(file, `${file}.ts`)),
    ...folders.map((folder) => element(folder, `${folder}/**`)),
    { type: 'app', pattern: 'app/**', partialMatch: false },
  ]
  const notOwn = { module: '!{{ from.element.captured.module }}' }
  const forbid = (from: string, to: object) => ({
    from: { element: { type: from } },
    disallow: { to: { element: to } },
  })
  const policies = [
    forbid('*', { types: { anyOf: [...folders, ...files] }, captured: notOwn }),
    forbid('*', { type: 'app' }),
    ...Object.entries(layers).map(([room, others]) => forbid(room, { types: { anyOf: others } })),
  ]
  return `import parser from '@typescript-eslint/parser'
import boundaries from 'eslint-plugin-boundaries'

export default [
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parser },
    plugins: { boundaries },
    settings: { 'boundaries/elements': ${JSON.stringify(elements)}, 'import/resolver': { typescript: {} } },
    rules: { 'boundaries/dependencies': ['error', ${JSON.stringify({ default: 'allow', policies })}] },
  },
]
`
}
