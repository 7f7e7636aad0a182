/** What an app is made of, and what can be wrong with the app itself. */
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { discoverModules } from '../../src/module/discover.ts'
import { discover, discoverPackage, tellProblems } from './discover-fixture.ts'
import { modulePackage, modulePackageJson, writeApp } from './fixture-app.ts'

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

describe('an app that is wrong itself', () => {
  test('has no package.json', async () => {
    await using app = await writeApp({})
    const folder = join(app.folder, 'elsewhere')

    const { problems } = await discoverModules({ appFolder: folder, config: {} })

    expect(tellProblems(problems, folder)).toEqual([
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
