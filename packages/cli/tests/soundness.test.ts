/** What the doctor finds at boot: it stops a production build, and is a warning in development. */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createTestDatabase } from '@ashlar/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createWorkshop, type Workshop } from './workshop.ts'

let workshop: Workshop

/** The sources of modules are judged in their workspace; an installed module was judged by its authors. */
beforeAll(async () => {
  workshop = await createWorkshop()
  const workspace = { name: 'workshop', private: true, workspaces: ['app', 'notes'] }
  await writeFile(join(workshop.appFolder, '../package.json'), JSON.stringify(workspace))
})
beforeEach(() => rm(join(workshop.appFolder, '../doctor.json'), { force: true }))
afterAll(() => workshop.remove())

const page = () => join(workshop.moduleFolder, 'src/pages/Wall.tsx')

/** Lets the page read a file of the server while something is done. */
async function withBreach(work: () => Promise<void>): Promise<void> {
  const source = await readFile(page(), 'utf8')
  await writeFile(page(), `import { hostname } from 'node:os'\n${source}\nexport const host = () => hostname()\n`)
  try {
    await work()
  } finally {
    await writeFile(page(), source)
  }
}

test('a build is refused before anything is written, with each breach and its remedy', async () => {
  await withBreach(async () => {
    const { code, stderr } = await workshop.run(['build'])
    expect(stderr).toContain('notes/src/pages/Wall.tsx:1:26  ASH729')
    expect(stderr).toContain('→ Give the page what it shows as props')
    expect(stderr).toContain('[ASH916]')
    expect(code).toBe(1)
    expect(existsSync(join(workshop.appFolder, 'dist'))).toBe(false)
  })
})

test('what doctor.json lets pass, and what does not ship, stops nothing', async () => {
  const tests = join(workshop.moduleFolder, 'tests/broken.test.ts')
  await mkdir(dirname(tests), { recursive: true })
  await writeFile(tests, 'export const = 1\n')
  const layer = join(workshop.moduleFolder, 'src/domain/rule.ts')
  await mkdir(dirname(layer), { recursive: true })
  await writeFile(layer, "import '../data/tables.ts'\n")
  await writeFile(
    join(workshop.moduleFolder, 'src/domain/wild.ts'),
    'export const load = (name: string) => import(name)\n',
  )
  expect((await workshop.run(['build'])).stderr).toContain('ASH733')
  await workshop.run(['doctor', '--baseline', '--only', 'ASH733', '--reason', 'A plugin is loaded by its name.'])
  const { code, stderr } = await workshop.run(['build'])
  expect(stderr).not.toContain('ASH')
  expect(code).toBe(0)
  const whole = await workshop.run(['doctor'])
  expect(whole.stdout).toContain('ASH700')
  expect(whole.stdout).toContain('ASH724')
  await rm(dirname(tests), { recursive: true })
  await rm(dirname(layer), { recursive: true })
})

test('what stops a build is said of its code', async () => {
  expect((await workshop.run(['doctor', '--explain', 'ASH729'])).stdout).toContain(
    'error, imports, stops a production build',
  )
  expect((await workshop.run(['doctor', '--explain', 'ASH724'])).stdout).not.toContain('stops')
})

test('in development it is a warning once the app answers, and its cure is told', async () => {
  const database = await createTestDatabase()
  try {
    const running = workshop.start(['dev', '--port', '0'], { env: { DATABASE_URL: database.url } })
    await running.says(/Workshop: http/)
    await withBreach(async () => {
      await running.says(/would not be built for production:[\s\S]*Wall\.tsx[\s\S]*ASH729/)
    })
    await running.says(/Nothing is left that would stop a production build/)
    expect(await running.end('SIGINT')).toBe(0)
  } finally {
    await database.drop()
  }
})
