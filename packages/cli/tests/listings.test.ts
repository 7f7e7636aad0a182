import { spawnSync } from 'node:child_process'
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorkshop, type Workshop } from './workshop.ts'

let workshop: Workshop

beforeAll(async () => {
  workshop = await createWorkshop()
})
afterAll(() => workshop.remove())

test('modules are listed with their package, version and size', async () => {
  const { code, stdout } = await workshop.run(['modules'])
  expect(stdout).toMatch(/notes +@fixture\/notes +1\.0\.0 +3 +1/)
  expect(code).toBe(0)
})

test('modules are listed as JSON, manifest by manifest', async () => {
  const { stdout } = await workshop.run(['modules', '--json'])
  const { modules, problems } = JSON.parse(stdout)
  expect(modules).toMatchObject([{ id: 'notes', packageName: '@fixture/notes', pages: ['notes/Wall'] }])
  expect(problems).toEqual([])
})

test('routes are listed with who may use them, also from a folder inside the app', async () => {
  const { stdout } = await workshop.run(['routes'], { cwd: join(workshop.appFolder, 'node_modules') })
  expect(stdout).toMatch(/GET +\/notes +anyone +notes\.list +page/)
  expect(stdout).toMatch(/GET +\/notes\/api\/notes +anyone +notes\.api +api/)
})

test('routes are listed as JSON', async () => {
  const { stdout } = await workshop.run(['routes', '--module', 'notes', '--json'])
  expect(JSON.parse(stdout)).toContainEqual({
    module: 'notes',
    key: 'add',
    method: 'POST',
    path: '/notes',
    access: 'anyone',
    api: false,
  })
})

test('a module that is not there is named, with those that are', async () => {
  const { code, stderr } = await workshop.run(['routes', '--module', 'nots'])
  expect(stderr).toContain('This app has no module "nots". It has notes.')
  expect(stderr).toContain('[ASH508]')
  expect(code).toBe(1)
})

test('outside of an app, the folder is named', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'no-app-'))
  const { code, stderr } = await workshop.run(['modules'], { cwd: elsewhere })
  expect(stderr).toContain(`There is no app in ${elsewhere} or above it`)
  expect(stderr).toContain('[ASH500]')
  expect(code).toBe(1)
  await rm(elsewhere, { recursive: true })
})

test('a mistyped command or option is refused', async () => {
  for (const word of ['modulez', 'constructor']) {
    const command = await workshop.run([word])
    expect(command.stderr).toContain(`"ashlar" has no command "${word}". It knows dev, build,`)
    expect(command.stderr).toContain('[ASH502]')
    expect(command.code).toBe(1)
  }
  const option = await workshop.run(['modules', '--jsn'])
  expect(option.stderr).toContain('"ashlar modules" has no option --jsn. It knows --json. [ASH501]')
  expect(option.code).toBe(1)
})

test('what a command lacks, or would pass over, is told with the command', async () => {
  const refusals: readonly (readonly [readonly string[], string])[] = [
    [['events'], '"ashlar events" needs another word. It knows list, show, retry,'],
    [['events', '--json', 'lst'], '"ashlar events" has no command "lst". It knows list, show, retry,'],
    [['events', 'show'], 'Run "ashlar events show --help" to see what it takes. [ASH502]'],
    [['jobs', 'retry'], 'argument: JOB'],
    [['events', 'retry', '1', '2'], '"ashlar events retry" takes only one, so "2" would be passed over.'],
    [['modules', 'notes'], '"ashlar modules" takes none, so "notes" would be passed over.'],
  ]
  for (const [words, message] of refusals) {
    const { code, stdout, stderr } = await workshop.run(words)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(message)
  }
})

test('an output that cannot be written is told in words', async () => {
  // What is opened to be read takes no more than a disk that is full.
  const unwritable = await open(join(workshop.appFolder, 'package.json'), 'r')
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, '../bin/ashlar.js'), '--version'], {
    stdio: ['ignore', unwritable.fd, 'pipe'],
    encoding: 'utf8',
  })
  await unwritable.close()
  expect(status).toBe(1)
  expect(stderr).toMatch(/^. What the command says could not be written to standard output \(EBADF.+\[ASH516\]\n$/)
})

test('help names every command', async () => {
  const { code, stdout } = await workshop.run(['--help'])
  for (const name of ['dev', 'build', 'start', 'db', 'routes', 'modules', 'graph', 'pack', 'user']) {
    expect(stdout).toMatch(new RegExp(`^ +${name} +\\w`, 'm'))
  }
  expect(code).toBe(0)
  const { stdout: ofDb } = await workshop.run(['db', '--help'])
  for (const name of ['diff', 'migrate', 'status', 'reset', 'seed']) expect(ofDb).toContain(`  ${name} `)
})

test('the version is that of the package', async () => {
  const packageJson = JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8'))
  const { stdout } = await workshop.run(['--version'])
  expect(stdout.trim()).toBe(packageJson.version)
})

test('a broken app is listed as far as it goes, and its problems are told', async () => {
  const contract = join(workshop.moduleFolder, 'src/contract.ts')
  const source = await readFile(contract, 'utf8')
  await writeFile(
    contract,
    source.replace('{ Wall: page({ notes: z.array(Note) }) }', '{ Wall: page({}), Gone: page({}) }'),
  )
  try {
    const { code, stdout, stderr } = await workshop.run(['modules'])
    expect(stdout).toContain('@fixture/notes')
    expect(stderr).toContain('notes/Gone')
    expect(stderr).toContain('[ASH116]')
    expect(code).toBe(1)
    const built = await workshop.run(['build'])
    expect(built.stderr).toContain('[ASH128]')
    expect(built.code).toBe(1)
  } finally {
    await writeFile(contract, source)
  }
})

test('of a module that cannot be loaded, only that is told, and not what others miss of it', async () => {
  const contract = join(workshop.moduleFolder, 'src/contract.ts')
  const config = join(workshop.appFolder, 'app.config.ts')
  const [contractSource, configSource] = [await readFile(contract, 'utf8'), await readFile(config, 'utf8')]
  await writeFile(contract, `${contractSource}\nconst broken = =\n`)
  await writeFile(config, "export default { roles: { reader: ['notes.*'] }, modules: { include: ['notes'] } }\n")
  try {
    const { code, stderr } = await workshop.run(['build'])
    expect(stderr).toContain('1 problem was found')
    expect(stderr).toContain('ASH104')
    expect(code).toBe(1)
  } finally {
    await writeFile(contract, contractSource)
    await writeFile(config, configSource)
  }
})

test('a configuration that cannot be loaded is named', async () => {
  const config = join(workshop.appFolder, 'app.config.ts')
  const source = await readFile(config, 'utf8')
  await writeFile(config, 'export const nothing = 1\n')
  try {
    const { code, stderr } = await workshop.run(['modules'])
    expect(stderr).toContain('app.config.ts cannot be loaded: it has no default export')
    expect(stderr).toContain('[ASH507]')
    expect(code).toBe(1)
  } finally {
    await writeFile(config, source)
  }
})
