import { execFileSync } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorkshop, type Workshop } from './workshop.ts'

let workshop: Workshop
let outFolder: string

beforeAll(async () => {
  workshop = await createWorkshop()
  outFolder = join(workshop.appFolder, '../tarballs')
})
afterAll(() => workshop.remove())

const pack = (...words: string[]) =>
  workshop.run(['pack', '--out', outFolder, ...words], { cwd: workshop.moduleFolder })

/** Unpacks a tarball beside the app, where its peers are found. */
async function unpack(file: string): Promise<string> {
  const folder = join(workshop.appFolder, '../unpacked')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  execFileSync('tar', ['-xzf', file, '-C', folder])
  return join(folder, 'package')
}

test('a module becomes a tarball of compiled code, declarations, pages, styles, texts and migrations', async () => {
  const { code, stdout } = await pack('--json')
  expect(code).toBe(0)
  const packed = JSON.parse(stdout)
  expect(packed).toMatchObject({
    name: '@fixture/notes',
    version: '1.0.0',
    file: join(outFolder, 'fixture-notes-1.0.0.tgz'),
  })
  expect(packed.bytes).toBeGreaterThan(1000)
  for (const file of [
    'package.json',
    'LICENSE',
    'dist/module.js',
    'dist/module.d.ts',
    'dist/contract.js',
    'dist/contract.d.ts',
    'dist/pages/Wall.js',
    'dist/styles.css',
    'dist/locales/en.json',
    'migrations/0001_create_notes.sql',
  ]) {
    expect(packed.files).toContain(file)
  }
  expect(packed.files.filter((file: string) => /(?<!\.d)\.tsx?$/.test(file))).toEqual([])

  const folder = await unpack(packed.file)
  const packageJson = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  expect(packageJson.ashlar).toEqual({ module: './dist/module.js' })
  expect(packageJson.exports['./contract']).toEqual({ types: './dist/contract.d.ts', default: './dist/contract.js' })
  expect(packageJson).not.toHaveProperty('scripts')
  const { default: definition } = await import(join(folder, 'dist/module.js'))
  expect(definition).toMatchObject({ kind: 'ashlar-module', id: 'notes' })
})

test('the package is told file by file, and its own folder stays as it was', async () => {
  const { stdout } = await pack()
  expect(stdout).toContain('Packed @fixture/notes 1.0.0')
  expect(stdout).toContain('    dist/pages/Wall.js')
  expect(stdout).toContain('npm install')
  const packageJson = JSON.parse(await readFile(join(workshop.moduleFolder, 'package.json'), 'utf8'))
  expect(packageJson.ashlar).toEqual({ module: './src/module.ts' })
})

test('what does not compile is not packed, and the compiler has the word', async () => {
  const file = join(workshop.moduleFolder, 'src/broken.ts')
  await writeFile(file, "export const count: number = 'three'\n")
  const { code, stderr } = await pack()
  await rm(file)
  expect(stderr).toContain("src/broken.ts(1,14): error TS2322: Type 'string' is not assignable to type 'number'.")
  expect(stderr).toContain('[ASH552]')
  expect(code).toBe(1)
})

test('a package that would not work once installed is refused with every reason', async () => {
  const file = join(workshop.moduleFolder, 'package.json')
  const source = await readFile(file, 'utf8')
  const broken = source
    .replace('"./src/contract.ts"', '"./src/contracts.ts"')
    .replace('"./src/module.ts"', '"./src/start.ts"')
  await writeFile(file, broken)
  const { code, stderr } = await pack()
  await writeFile(file, source)
  expect(stderr).toContain('package.json points to ./dist/contracts.js, but there is no such file')
  expect(stderr).toContain(
    'the definition in ./dist/start.js does not load: Error: Its default export is not made by defineModule().',
  )
  expect(stderr).toContain('[ASH553]')
  expect(code).toBe(1)
})

test('a folder without a package or without sources is refused', async () => {
  const empty = join(workshop.appFolder, '../empty')
  await mkdir(empty, { recursive: true })
  const without = await workshop.run(['pack'], { cwd: empty })
  expect(without.stderr).toContain('it has no package.json that names it')
  expect(without.stderr).toContain('[ASH550]')
  const app = await workshop.run(['pack'])
  expect(app.stderr).toContain('it has no src folder')
  expect(app.code).toBe(1)
})
