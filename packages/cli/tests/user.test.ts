import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEquippedWorkshop, type EquippedWorkshop, type Outcome } from './workshop.ts'

let workshop: EquippedWorkshop

beforeAll(async () => {
  workshop = await createEquippedWorkshop({ APP_KEY: 'a key that is long enough for a test' })
})
afterAll(() => workshop.remove())

const create = (words: readonly string[], input = ''): Promise<Outcome> =>
  workshop.run(['user', 'create', ...words], { input })

const person = ['--email', 'ada@example.test', '--name', 'Ada', '--role', 'admin, sales', '--password-stdin']

test('an app whose modules make no accounts says so', async () => {
  const { code, stderr } = await create(person, 'seven grey geese\n')
  expect(stderr).toContain('[ASH560]')
  expect(code).toBe(1)
})

test('with a module that makes accounts, one is made with its roles', async () => {
  const file = join(workshop.appFolder, 'package.json')
  const packageJson = JSON.parse(await readFile(file, 'utf8'))
  packageJson.dependencies['@ashlar/users'] = '*'
  await writeFile(file, JSON.stringify(packageJson))

  const { code, stdout, stderr } = await create([...person, '--json'], 'seven grey geese\n')
  expect(stderr).not.toContain('ASH')
  expect(JSON.parse(stdout)).toEqual({
    id: expect.stringMatching(/^usr_/),
    email: 'ada@example.test',
    name: 'Ada',
    roles: ['admin', 'sales'],
  })
  expect(code).toBe(0)
})

test('an address that has an account, and a password that is too weak, are refused in words', async () => {
  const again = await create(person, 'seven grey geese\n')
  expect(again.stderr).toMatch(/^✗ [A-Z][^\n]+\[\w+\]$/m)
  expect(again.code).toBe(1)
  const weak = await create(['--email', 'bo@example.test', '--name', 'Bo', '--password-stdin'], 'short\n')
  expect(weak.stderr).toMatch(/password/i)
  expect(weak.code).toBe(1)
})

test('what is missing is named where nobody can be asked', async () => {
  const { code, stderr } = await create(['--name', 'Ada', '--password-stdin'], 'seven grey geese\n')
  expect(stderr).toContain('--email is missing')
  expect(stderr).toContain('[ASH509]')
  expect(code).toBe(1)
  const silent = await create(person)
  expect(silent.stderr).toContain('[ASH504]')
})
