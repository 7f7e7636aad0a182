/** How far a change reaches, as git and the graph of the project tell it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeAffected, diagnose, findAffected, keepAffected, listChanges, openProject } from '@ashlar/doctor'
import { expect, test } from 'vitest'
import { createFixture } from './fixture.ts'
import { createRepository, runGit } from './repository.ts'

const catalogTests = 'modules/catalog/tests/catalog.test.ts'
const unitTest = 'modules/catalog/src/domain/product.test.ts'
const ordersTests = 'modules/orders/tests/orders.test.ts'
const ofWhole = ['app/tests/app.test.ts', 'tests/whole.test.ts']

async function readAffected(folder: string, base?: string) {
  const project = await openProject({ folder })
  return findAffected(project, await listChanges({ root: project.root, ...(base ? { base } : {}) }))
}

/** The modules and tests that are reached, and how each is. */
async function reach(folder: string) {
  const { modules, tests } = describeAffected(await readAffected(folder))
  return { modules: modules.map(({ name }) => name), tests: tests.map(({ name }) => name).toSorted() }
}

test('changes are counted from where the branch left its base: committed, in the tree, new and gone', async () => {
  await using repository = await createRepository()
  const { folder, write, git, commit } = repository
  git('switch', '--quiet', '--create', 'work')
  await write('modules/orders/src/domain/order.ts', '// committed\n')
  commit()
  git('switch', '--quiet', 'main')
  await write('modules/orders/README.md', 'On the main branch, after this one left it.\n')
  commit()
  git('switch', '--quiet', 'work')
  await write('modules/orders/src/routes.ts', '// staged\n')
  git('add', '--all')
  await write('modules/orders/src/routes.ts', '// changed again\n')
  await write('modules/orders/src/a new file.ts', '')
  await write('modules/orders/node_modules/x/index.js', '')
  await rm(join(folder, 'modules/orders/src/locales/de.json'))
  const { base, files } = await listChanges({ root: folder })
  expect(base).toBe('main')
  expect(files).toEqual([
    'modules/orders/src/a new file.ts',
    'modules/orders/src/domain/order.ts',
    'modules/orders/src/locales/de.json',
    'modules/orders/src/routes.ts',
  ])
  expect((await listChanges({ root: folder, base: 'HEAD' })).files).not.toContain('modules/orders/src/domain/order.ts')
})

test('the remote main branch comes before the local one, and a project may stand below its repository', async () => {
  await using repository = await createRepository()
  const { folder, write, git, commit } = repository
  git('update-ref', 'refs/remotes/origin/main', 'HEAD')
  await write('modules/orders/src/routes.ts', '// committed on main, and not pushed\n')
  await write('app/app.config.ts', 'export default {}\n')
  commit()
  expect(await listChanges({ root: folder })).toMatchObject({
    base: 'origin/main',
    files: ['app/app.config.ts', 'modules/orders/src/routes.ts'],
  })
  expect((await listChanges({ root: join(folder, 'app') })).files).toEqual(['app.config.ts'])
})

test('nothing changed, nothing is reached', async () => {
  await using repository = await createRepository()
  expect(await reach(repository.folder)).toEqual({ modules: [], tests: [] })
})

test('code inside of a module reaches those who need it, but not those whom it needs', async () => {
  await using repository = await createRepository()
  await repository.write('modules/catalog/src/data/product-store.ts', '// changed\n')
  expect(await reach(repository.folder)).toEqual({
    modules: ['catalog', 'orders'],
    tests: [...ofWhole, catalogTests, ordersTests].toSorted(),
  })
  repository.git('checkout', '--quiet', '.')
  await repository.write('modules/orders/src/data/order-store.ts', '// changed\n')
  expect(await reach(repository.folder)).toEqual({ modules: ['orders'], tests: [...ofWhole, ordersTests].toSorted() })
})

test('a test beside a source is reached through its imports alone', async () => {
  await using repository = await createRepository()
  await repository.write('modules/catalog/src/contract.ts', '// changed\n')
  expect((await reach(repository.folder)).tests).toContain(unitTest)
  repository.git('checkout', '--quiet', '.')
  await repository.write('modules/catalog/src/routes.ts', '// changed\n')
  expect((await reach(repository.folder)).tests).not.toContain(unitTest)
})

test.each([
  'modules/orders/src/pages/Browse.tsx',
  'modules/orders/src/locales/en.json',
  'modules/orders/migrations/0001_create_orders.sql',
  'modules/orders/package.json',
  'modules/orders/templates/mail.html',
])('%s reaches its module, though nothing imports it', async (file) => {
  await using repository = await createRepository()
  await repository.write(file, file.endsWith('.json') ? '{ "ashlar": { "module": "./src/module.ts" } }' : '\n')
  expect(await reach(repository.folder)).toMatchObject({
    modules: ['orders'],
    tests: expect.arrayContaining([ordersTests]),
  })
})

test('a file that is gone reaches whoever may have imported it', async () => {
  await using repository = await createRepository()
  await rm(join(repository.folder, 'modules/catalog/src/domain/product.ts'))
  const { modules, tests } = await reach(repository.folder)
  expect(modules).toEqual(['catalog', 'orders'])
  expect(tests).toContain(unitTest)
})

test('what configures the whole reaches all of it, and what a configuration loads by its name too', async () => {
  await using repository = await createRepository()
  const everything = [...ofWhole, catalogTests, unitTest, ordersTests].toSorted()
  for (const file of ['tsconfig.json', 'package-lock.json', 'pnpm-lock.yaml', 'vitest.config.ts']) {
    await repository.write(file, '')
    expect((await reach(repository.folder)).tests).toEqual(everything)
    await rm(join(repository.folder, file))
  }
  await repository.write('vitest.config.ts', "export default { test: { globalSetup: ['./tests/set-up.ts'] } }\n")
  await repository.write('tests/set-up.ts', '')
  repository.commit()
  await repository.write('tests/set-up.ts', '// changed\n')
  expect((await reach(repository.folder)).tests).toEqual(everything)
})

test('what people read reaches only the tests of the whole, and a helper only the tests it helps', async () => {
  await using repository = await createRepository()
  await repository.write('modules/catalog/README.md', 'Changed.\n')
  expect(await reach(repository.folder)).toEqual({ modules: [], tests: ['tests/whole.test.ts'] })
  repository.git('checkout', '--quiet', '.')
  await repository.write('modules/catalog/tests/fake-products.ts', '')
  expect(await reach(repository.folder)).toEqual({ modules: [], tests: [catalogTests] })
})

test('the way to what has changed is told', async () => {
  await using repository = await createRepository()
  await repository.write('modules/catalog/src/domain/product.ts', '// changed\n')
  const { modules, tests } = await readAffected(repository.folder)
  expect(tests.find(({ name }) => name === unitTest)?.way).toEqual([
    { how: 'imports', on: 'modules/catalog/src/domain/product.ts' },
  ])
  expect(modules.find(({ name }) => name === 'orders')?.way).toEqual([
    { how: 'needs', on: 'modules/catalog' },
    { how: 'holds', on: 'modules/catalog/src/domain/product.ts' },
  ])
})

test('findings outside of what changed are left out', async () => {
  await using repository = await createRepository()
  const { folder, write, commit } = repository
  const gone = "import './gone.ts'\n"
  await write('modules/orders/src/domain/old.ts', gone)
  commit()
  await write('modules/catalog/src/domain/new.ts', gone)
  await write('modules/catalog/package.json', '{')
  const diagnosis = await diagnose({ folder, only: ['ASH734'] })
  const affected = findAffected(diagnosis.project, await listChanges({ root: folder }))
  const filesIn = ({ findings }: typeof diagnosis) => findings.map(({ place }) => place.file)
  expect(filesIn(diagnosis)).toContain('modules/orders/src/domain/old.ts')
  expect(filesIn(keepAffected(diagnosis, affected))).toEqual(['modules/catalog/src/domain/new.ts'])
})

test('outside of a repository, without a base, and without a common past it is said what to do', async () => {
  await using bare = await createFixture()
  await expect(listChanges({ root: bare.folder })).rejects.toMatchObject({ code: 'ASH910' })
  await using repository = await createRepository()
  const { folder, git, write, commit } = repository
  await expect(listChanges({ root: folder, base: 'release' })).rejects.toMatchObject({ code: 'ASH911' })
  await expect(listChanges({ root: folder, base: '--output=x' })).rejects.toMatchObject({ code: 'ASH911' })
  git('switch', '--quiet', '--orphan', 'other')
  await write('package.json', '{}')
  commit()
  await expect(listChanges({ root: folder })).rejects.toMatchObject({ code: 'ASH912' })
})

test('a shallow clone is told how to get its past', async () => {
  await using repository = await createRepository()
  repository.git('switch', '--quiet', '--create', 'work')
  await repository.write('app/app.config.ts', 'export default {}\n')
  repository.commit()
  const clone = await mkdtemp(join(tmpdir(), 'ashlar-clone-'))
  try {
    runGit(clone, 'clone', '--quiet', '--depth=1', `file://${repository.folder}`, '.')
    await expect(listChanges({ root: clone })).rejects.toThrow(/shallow.*git fetch --unshallow.*\[ASH911\]/)
    runGit(clone, 'fetch', '--quiet', '--depth=1', 'origin', 'main:refs/remotes/origin/main')
    await expect(listChanges({ root: clone })).rejects.toThrow(/shallow.*git fetch --unshallow.*\[ASH912\]/)
  } finally {
    await rm(clone, { recursive: true })
  }
})
