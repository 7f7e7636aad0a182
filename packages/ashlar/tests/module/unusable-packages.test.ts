/** What is said of a package that cannot be a module: each way in which its files do not hold one. */
import { execFile } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { discoverModules } from '../../src/module/discover.ts'
import { discover, discoverPackage, type ToldProblem } from './discover-fixture.ts'
import { modulePackage, modulePackageJson, writeApp } from './fixture-app.ts'

/** Discovers the modules of an app in a process of its own, where Node itself loads TypeScript. */
async function discoverInNode(appFolder: string): Promise<ToldProblem[]> {
  const script = `
    import { discoverModules } from ${JSON.stringify(new URL('../../src/module/discover.ts', import.meta.url).href)}
    const { problems } = await discoverModules({ appFolder: ${JSON.stringify(appFolder)}, config: {} })
    console.log(JSON.stringify(problems.map(({ code, sentence }) => ({ code, sentence }))))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  return JSON.parse(stdout)
}

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
          ...defineRoutes('billing', { pay: post('/', { can: anyone, transaction: { isolation: 'strict' } }) }),
          ...defineRoutes('billing', { wait: post('/wait', { can: anyone, timeoutMs: 0 }) }),
          ...defineRoutes('billing', { drop: post('/drop', { can: anyone, replica: true }) }),
        },
        jobs: { tidy: job({ transaction: { lockTimeoutMs: 0 } }) },
        listens: {
          never: after('shop.*', { tries: 0 }),
          always: after('shop.*', { timeoutMs: 3_000_000_000 }),
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
    expect(sentence).toContain('routes.drop: its "replica": only a GET')
    expect(sentence).toContain('routes.pay: its "transaction": isolation: ')
    expect(sentence).toContain('routes.wait: its "timeoutMs": ')
    expect(sentence).toContain('listens.never: its "tries": ')
    expect(sentence).toContain('listens.always: its "timeoutMs": ')
    expect(sentence).toContain('jobs.tidy: its "transaction": lockTimeoutMs: ')
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
