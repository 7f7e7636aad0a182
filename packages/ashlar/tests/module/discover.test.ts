/** What an app is made of, and the answer to everything that can be wrong with a package. */
import { execFile } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { AppConfig } from '../../src/module/app-config.ts'
import { type Discovery, discoverModules } from '../../src/module/discover.ts'
import { type FixtureOptions, modulePackage, modulePackageJson, type PackageFiles, writeApp } from './fixture-app.ts'

/** Discovers the modules of an app that is written for one test. Paths below the app begin with `<app>`. */
async function discover(fixture: FixtureOptions, config: AppConfig = {}) {
  await using app = await writeApp(fixture)
  const { modules, problems } = await discoverModules({ appFolder: app.folder, config })
  return { modules, problems: plain(problems, app.folder) }
}

function plain(problems: Discovery['problems'], folder: string) {
  return problems.map(({ code, sentence }) => ({ code, sentence: sentence.replaceAll(folder, '<app>') }))
}

/** Discovers the modules of an app in a process of its own, where Node itself loads TypeScript. */
async function discoverInNode(appFolder: string): Promise<{ code: string; sentence: string }[]> {
  const script = `
    import { discoverModules } from ${JSON.stringify(new URL('../../src/module/discover.ts', import.meta.url).href)}
    const { problems } = await discoverModules({ appFolder: ${JSON.stringify(appFolder)}, config: {} })
    console.log(JSON.stringify(problems.map(({ code, sentence }) => ({ code, sentence }))))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  return JSON.parse(stdout)
}

/** Discovers an app of one package. */
const discoverPackage = (files: PackageFiles, config?: AppConfig) => discover({ packages: { billing: files } }, config)

describe('an app without faults', () => {
  test('is made of its dependencies with an ashlar field, and of no other package', async () => {
    const { modules, problems } = await discover({
      packages: {
        '@shop/billing': modulePackage(`{ id: 'billing' }`),
        library: { 'package.json': { name: 'library', main: 'index.js', peerDependencies: 'nonsense' } },
      },
    })

    expect(problems).toEqual([])
    expect(modules.map(({ manifest }) => manifest)).toMatchObject([
      { id: 'billing', packageName: '@shop/billing', version: '1.2.3' },
    ])
  })

  test('finds packages that are linked from a workspace, under the folder they really stand in', async () => {
    await using app = await writeApp({ linked: { '@shop/billing': modulePackage(`{ id: 'billing' }`) } })

    const { modules, problems } = await discoverModules({ appFolder: app.folder, config: {} })

    const folder = await realpath(join(app.folder, '..', 'workspace', '@shop', 'billing'))
    expect(problems).toEqual([])
    expect(modules).toMatchObject([
      {
        packageFolder: folder,
        file: join(folder, 'src', 'module.js'),
        pagesFolder: join(folder, 'src', 'pages'),
        localesFolder: join(folder, 'src', 'locales'),
        migrationsFolder: join(folder, 'migrations'),
      },
    ])
  })

  test('finds packages in the node_modules of a folder above', async () => {
    await using outer = await writeApp({
      packages: { billing: modulePackage(`{ id: 'billing' }`) },
      files: { 'apps/inner/package.json': { dependencies: { billing: '*' } } },
    })

    const { modules, problems } = await discoverModules({ appFolder: join(outer.folder, 'apps', 'inner'), config: {} })

    expect(problems).toEqual([])
    expect(modules.map(({ manifest }) => manifest.id)).toEqual(['billing'])
  })

  test('takes pages from any folder below pages, and leaves parts and tests of pages alone', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`{ id: 'billing', pages: definePages('billing', { Browse: page({}), 'admin/Edit': page({}) }) }`, {
        'src/pages/Browse.js': '',
        'src/pages/Browse.test.tsx': '',
        'src/pages/total.tsx': '',
        'src/pages/admin/Edit.tsx': '',
        'src/pages/README.md': '',
      }),
    )

    expect(problems).toEqual([])
  })

  test('may stand in for pages of its modules, for the page of errors, and for those of a module that is off', async () => {
    const pages = `pages: definePages('billing', { Browse: page({}) })`
    const { problems } = await discover(
      {
        packages: { billing: modulePackage(`{ id: 'billing', ${pages} }`, { 'src/pages/Browse.js': '' }) },
        files: { 'pages/billing/Browse.tsx': '', 'pages/app/Error.tsx': '', 'pages/billing/total.tsx': '' },
      },
      { modules: { exclude: ['billing'] } },
    )

    expect(problems).toEqual([])
  })

  test('leaves out what its configuration excludes or does not include, whatever is wrong with it', async () => {
    const packages = {
      billing: modulePackage(`{ id: 'billing' }`),
      crm: modulePackage(`{ id: 'crm', routes: defineRoutes('crm', { list: get('/', { can: anyone }) }) }`),
      old: modulePackage(`{ id: 'old' }`, {
        'package.json': modulePackageJson({ peerDependencies: { ashlar: '^0.0.1' } }),
      }),
    }

    const excluding = await discover({ packages }, { modules: { exclude: ['crm', 'old'] } })
    const including = await discover({ packages }, { modules: { include: ['billing'] } })

    for (const { modules, problems } of [excluding, including]) {
      expect(problems).toEqual([])
      expect(modules.map(({ manifest }) => manifest.id)).toEqual(['billing'])
    }
  })
})

describe('a package that cannot be a module', () => {
  test('is not installed', async () => {
    const { problems } = await discover({ missing: ['@shop/billing'] })

    expect(problems).toEqual([
      {
        code: 'ASH101',
        sentence: 'The dependency "@shop/billing" of <app>/package.json is not installed. Run npm install there.',
      },
    ])
  })

  test('has a package.json that cannot be read', async () => {
    const { problems } = await discoverPackage({ 'package.json': '{ "name": ' })

    expect(problems).toMatchObject([{ code: 'ASH130' }])
    expect(problems[0]?.sentence).toContain('<app>/node_modules/billing/package.json cannot be read: ')
    expect(problems[0]?.sentence).toContain('install the package again')
  })

  test.each([
    ['a text', './src/module.js'],
    ['an object without a module', {}],
    ['a path out of the package', { module: '../other/module.js' }],
    ['an absolute path', { module: '/etc/hosts' }],
  ])('has an ashlar field that is %s', async (_, ashlar) => {
    const { problems } = await discoverPackage({ 'package.json': modulePackageJson({ ashlar }) })

    expect(problems).toEqual([
      {
        code: 'ASH102',
        sentence:
          'The "ashlar" field of package "billing" in <app>/node_modules/billing/package.json names no file inside the package. ' +
          'Write "ashlar": { "module": "./src/module.ts" }.',
      },
    ])
  })

  test.each(['./src/gone.js', './src'])('has an ashlar field that points to no file: %s', async (module) => {
    const { problems } = await discoverPackage(
      modulePackage(`{ id: 'billing' }`, { 'package.json': modulePackageJson({ ashlar: { module } }) }),
    )

    expect(problems).toEqual([
      {
        code: 'ASH103',
        sentence:
          `The "ashlar.module" field of package "billing" points to <app>/node_modules/billing/${module.slice(2)}, ` +
          'which does not exist. Correct the path, or add the file.',
      },
    ])
  })

  test('has a definition with a syntax error, in a file it imports', async () => {
    await using app = await writeApp({
      linked: {
        billing: {
          'package.json': modulePackageJson({ ashlar: { module: './src/module.ts' } }),
          'src/module.ts': `import './contract.ts'\nexport default {}`,
          'src/contract.ts': `export const routes = {\n  index: get get\n}`,
        },
      },
    })

    const [problem] = await discoverInNode(app.folder)

    const source = await realpath(join(app.folder, '..', 'workspace', 'billing', 'src'))
    expect(problem?.code).toBe('ASH104')
    expect(problem?.sentence).toContain(`package "billing" in ${join(source, 'module.ts')} cannot be loaded: `)
    expect(problem?.sentence).toContain(`(${join(source, 'contract.ts')}:2)`)
  })

  test('has a definition that imports what is not installed', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`{}`, { 'src/module.js': `import 'no-such-package'\nexport default {}` }),
    )

    expect(problems).toMatchObject([{ code: 'ASH104' }])
    expect(problems[0]?.sentence).toContain(`Cannot find package 'no-such-package' imported from <app>/node_modules`)
    expect(problems[0]?.sentence).toContain('install what is missing')
  })

  test('has a definition that raises, and keeps the cause', async () => {
    await using app = await writeApp({
      packages: { billing: modulePackage(`{}`, { 'src/module.js': `\nthrow new RangeError('No money left')` }) },
    })

    const [problem] = (await discoverModules({ appFolder: app.folder, config: {} })).problems

    expect(problem?.code).toBe('ASH104')
    expect(problem?.sentence).toContain('No money left (')
    expect(problem?.sentence).toContain('src/module.js:2)')
    expect(problem?.cause).toMatchObject({ name: 'RangeError', message: 'No money left' })
  })

  test.each([
    ['nothing', ''],
    ['a plain object', `export default { id: 'billing' }`],
    ['a function', `export default () => ({ id: 'billing' })`],
  ])('exports %s by default', async (_, source) => {
    const { problems } = await discoverPackage(modulePackage('', { 'src/module.js': source }))

    expect(problems).toEqual([
      {
        code: 'ASH105',
        sentence:
          'The default export of <app>/node_modules/billing/src/module.js (package "billing") is no module definition. ' +
          'Export defineModule({ … }) by default.',
      },
    ])
  })

  test('has a definition with holes and wrong values: each is named', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`{
        id: 'billing',
        needs: { mail: undefined },
        routes: {
          ...defineRoutes('billing', { list: get('/', { can: 'everyone' }) }),
          show: { method: 'GET', path: '/:id' },
        },
        menu: [{ to: undefined }],
        start: './start.js',
        permisions: {},
      }`),
    )

    expect(problems).toMatchObject([{ code: 'ASH129' }])
    const [{ sentence } = { sentence: '' }] = problems
    expect(sentence).toContain('package "billing" in <app>/node_modules/billing/src/module.js is not well formed')
    expect(sentence).toContain(
      'needs.mail: expected what service() makes, found undefined: is it imported in a circle?',
    )
    expect(sentence).toContain('routes.list: its "can" is neither anyone, signedIn nor a permission')
    expect(sentence).toContain('routes.show: expected what defineRoutes() makes')
    expect(sentence).toContain('menu.0.to: expected what defineRoutes() makes, found undefined')
    expect(sentence).toContain('start: expected a function')
    expect(sentence).toContain('permisions: no part of a module')
  })

  test('was made for another version of the framework', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`{ id: 'billing' }`, {
        'package.json': modulePackageJson({ peerDependencies: { ashlar: '^7.1.0' } }),
      }),
    )

    expect(problems).toMatchObject([{ code: 'ASH109' }])
    expect(problems[0]?.sentence).toMatch(
      /^Package "billing" works with ashlar \^7\.1\.0, but this app runs ashlar \d+\.\d+\.\d+\. Install a version of "billing" that fits\.$/,
    )
  })
})

describe('a module at odds with itself', () => {
  test('declares a page that has no file', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`{ id: 'billing', pages: definePages('billing', { Browse: page({}) }) }`),
    )

    expect(problems).toEqual([
      {
        code: 'ASH116',
        sentence:
          'The page "billing/Browse" has no component: <app>/node_modules/billing/src/pages has no file of that name. ' +
          'Add Browse.tsx there, or drop the page from the contract.',
      },
    ])
  })

  test('has a page file that it does not declare', async () => {
    const { problems } = await discoverPackage(modulePackage(`{ id: 'billing' }`, { 'src/pages/admin/Edit.jsx': '' }))

    expect(problems).toMatchObject([{ code: 'ASH117' }])
    expect(problems[0]?.sentence).toContain('<app>/node_modules/billing/src/pages/admin/Edit.jsx')
    expect(problems[0]?.sentence).toContain('the contract of module "billing" does not declare it')
    expect(problems[0]?.sentence).toContain('begin its name with a lower-case letter')
  })

  test('declares routes and settings of another module', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`{
        id: 'billing',
        routes: defineRoutes('crm', { list: get('/', { can: anyone }) }),
        settings: defineSettings('mail', { host: { schema: z.string(), help: 'the host' } }),
        start: () => import('./start.js'),
      }`),
    )

    expect(problems).toEqual([
      {
        code: 'ASH118',
        sentence:
          'Module "billing" declares the route "crm.list", whose name belongs to another module. Begin it with "billing".',
      },
      {
        code: 'ASH118',
        sentence:
          'Module "billing" declares the settings "mail", whose name belongs to another module. Begin it with "billing".',
      },
    ])
  })

  test('has a schema for a parameter that its path lacks', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`{
        id: 'billing',
        routes: defineRoutes('billing', { show: get('/:id', { can: anyone, params: { number: z.string() } }) }),
        start: () => import('./start.js'),
      }`),
    )

    expect(problems).toEqual([
      {
        code: 'ASH133',
        sentence:
          'The route "show" of module "billing" has a schema for the parameter "number", which its path /billing/:id lacks. ' +
          'Add :number to the path, or drop the schema.',
      },
    ])
  })

  test('has a menu entry that is no link', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`(() => {
        const routes = defineRoutes('billing', { pay: post('/pay', { can: signedIn }) })
        return { id: 'billing', routes, menu: [{ to: routes.pay }], start: () => import('./start.js') }
      })()`),
    )

    expect(problems).toEqual([
      {
        code: 'ASH134',
        sentence:
          'The menu of module "billing" points to POST /billing/pay, but a link can only read. Point to a GET route.',
      },
    ])
  })

  test('declares what only a behaviour can answer, and has none', async () => {
    const { problems } = await discoverPackage(
      modulePackage(`{
        id: 'billing',
        routes: defineRoutes('billing', { list: get('/', { can: anyone }) }),
        offers: { billing: service('billing') },
        imports: {},
      }`),
    )

    expect(problems).toEqual([
      {
        code: 'ASH119',
        sentence: `Module "billing" declares routes and offers but loads no behaviour. Add start: () => import('./start.ts') to its definition.`,
      },
    ])
  })
})

describe('an app that is wrong itself', () => {
  test('has no package.json', async () => {
    await using app = await writeApp({})
    const folder = join(app.folder, 'elsewhere')

    const { problems } = await discoverModules({ appFolder: folder, config: {} })

    expect(plain(problems, folder)).toEqual([
      { code: 'ASH100', sentence: 'There is no package.json in <app>. Run the command in the folder of an app.' },
    ])
  })

  test('has a package.json that cannot be read', async () => {
    const { problems } = await discover({ files: { 'package.json': { dependencies: ['billing'] } } })

    expect(problems).toMatchObject([{ code: 'ASH130' }])
    expect(problems[0]?.sentence).toMatch(/^<app>\/package\.json cannot be read: dependencies: /)
  })

  test('names modules in its configuration that are not there', async () => {
    const { problems } = await discover(
      { packages: { billing: modulePackage(`{ id: 'billing' }`) } },
      { modules: { include: ['billing', 'bilingual'], exclude: ['crm'] } },
    )

    expect(problems).toEqual([
      {
        code: 'ASH123',
        sentence:
          'modules.include in app.config.ts names "bilingual", but the installed modules are billing. Correct the id.',
      },
      {
        code: 'ASH123',
        sentence:
          'modules.exclude in app.config.ts names "crm", but the installed modules are billing. Correct the id.',
      },
    ])
  })

  test('may name modules whose packages could not be opened', async () => {
    const { problems } = await discover(
      { packages: { billing: modulePackage('', { 'src/module.js': '' }) } },
      { modules: { include: ['billing'] } },
    )

    expect(problems).toMatchObject([{ code: 'ASH105' }])
  })

  test('stands in for a page that no module has', async () => {
    const { problems } = await discover({ files: { 'pages/billing/Brows.tsx': '' } })

    expect(problems).toEqual([
      {
        code: 'ASH138',
        sentence:
          '<app>/pages/billing/Brows.tsx stands in for the page "billing/Brows", which no installed module declares. ' +
          'Correct its name, or begin it with a lower-case letter if it is a part of a page.',
      },
    ])
  })
})

test('the problems of all packages come together', async () => {
  const { modules, problems } = await discover({
    packages: {
      a: modulePackage(`{ id: 'a' }`),
      b: modulePackage('', { 'src/module.js': '' }),
      c: modulePackage(`{ id: 'c', pages: definePages('c', { Browse: page({}) }) }`),
      d: modulePackage('', { 'package.json': modulePackageJson({ ashlar: true }) }),
      e: modulePackage(`{ id: 'e' }`, {
        'package.json': modulePackageJson({ peerDependencies: { ashlar: '^9.0.0' } }),
      }),
    },
    missing: ['f'],
  })

  expect(problems.map(({ code }) => code).toSorted()).toEqual(['ASH101', 'ASH102', 'ASH105', 'ASH109', 'ASH116'])
  expect(modules.map(({ manifest }) => manifest.id)).toEqual(['a', 'c', 'e'])
})
