/** `ashlar test` and `ashlar doctor --affected` in a project of their own, with its own repository. */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorkshop, type Workshop } from './workshop.ts'

let workshop: Workshop

const testOf = (subject: string) =>
  `import { expect, test } from 'vitest'\nimport { sum } from '../src/${subject}.ts'\ntest('${subject} adds up', () => expect(sum(1, 2)).toBe(3))\n`

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(workshop.appFolder, file)), { recursive: true })
  await writeFile(join(workshop.appFolder, file), text)
}

function git(...args: readonly string[]): void {
  const nobody = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com', '-c', 'commit.gpgsign=false']
  execFileSync('git', [...nobody, ...args], { cwd: workshop.appFolder, stdio: 'pipe' })
}

beforeAll(async () => {
  workshop = await createWorkshop()
  for (const subject of ['one', 'two']) {
    await write(`src/${subject}.ts`, 'export const sum = (a: number, b: number) => a + b\n')
    // Beside no folder of tests: only its import tells what it is about.
    await write(`checks/${subject}.test.ts`, testOf(subject))
  }
  await write('.gitignore', '.ashlar/\nnode_modules/\n')
  git('init', '--quiet', '--initial-branch=main')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'All')
})
afterAll(() => workshop.remove())

test('without --affected all tests run, and words and what follows -- reach Vitest', async () => {
  const all = await workshop.run(['test'])
  expect(all.stdout).toMatch(/Tests +2 passed/)
  expect(all.code).toBe(0)
  const some = await workshop.run(['test', 'checks/one', '--', '--reporter=verbose'])
  expect(some.stdout).toContain('✓ checks/one.test.ts > one adds up')
  expect(some.stdout).toMatch(/Tests +1 passed/)
})

test('nothing runs when nothing changed', async () => {
  const { code, stdout } = await workshop.run(['test', '--affected'])
  expect(stdout).toBe('Nothing changed since main.\nNo test has to run.\n')
  expect(code).toBe(0)
})

test('only what a change reaches runs, and its failure is the command’s', async () => {
  await write('src/two.ts', 'export const sum = (a: number, b: number) => a - b\n')
  const { code, stdout } = await workshop.run(['test', '--affected'])
  expect(stdout).toContain('1 file changed since main: 0 of 0 modules and 1 of 2 test files are within reach.')
  expect(stdout).toMatch(/Tests +1 failed \(1\)/)
  expect(code).toBe(1)
  const others = await workshop.run(['test', '--affected', 'checks/one'])
  expect(others.stdout).toContain('No test has to run.')
  expect(others.code).toBe(0)
})

test('why something is reached is told without running it', async () => {
  const listed = await workshop.run(['test', '--list'])
  expect(listed.stdout).toContain('checks/two.test.ts  imports src/two.ts')
  const { stdout } = await workshop.run(['test', '--json', '--base', 'HEAD'])
  expect(JSON.parse(stdout)).toMatchObject({
    base: 'HEAD',
    changed: ['src/two.ts'],
    tests: [{ name: 'checks/two.test.ts', way: [{ how: 'imports', on: 'src/two.ts' }] }],
  })
})

test('the doctor tells of what a change reaches', async () => {
  await write('src/three.ts', "import './gone.ts'\n")
  git('add', 'src/three.ts')
  git('commit', '--quiet', '--message', 'Three', 'src/three.ts')
  const whole = await workshop.run(['doctor', '--only', 'ASH734'])
  expect(whole.stdout).toContain('src/three.ts')
  expect(whole.code).toBe(1)
  const affected = await workshop.run(['doctor', '--only', 'ASH734', '--affected'])
  expect(affected.stdout).toContain('1 file changed since main')
  expect(affected.stdout).toContain('Nothing found')
  expect(affected.code).toBe(0)
  const json = await workshop.run(['doctor', '--only', 'ASH734', '--affected', '--json'])
  expect(JSON.parse(json.stdout)).toMatchObject({
    findings: [],
    affected: { changed: ['src/two.ts'], tests: [{ name: 'checks/two.test.ts' }] },
  })
  const sinceBefore = await workshop.run(['doctor', '--only', 'ASH734', '--base', 'main~1'])
  expect(sinceBefore.stdout).toContain('src/three.ts')
})

test('an unknown base, and a project without Vitest, are named', async () => {
  const base = await workshop.run(['test', '--affected', '--base', 'release'])
  expect(base.stderr).toMatch(/knows no "release".*\[ASH911\]/)
  expect(base.code).toBe(1)
  const elsewhere = await mkdtemp(join(tmpdir(), 'no-vitest-'))
  try {
    await writeFile(join(elsewhere, 'package.json'), '{ "name": "elsewhere" }')
    const { code, stderr } = await workshop.run(['test'], { cwd: elsewhere })
    expect(stderr).toContain('[ASH913]')
    expect(code).toBe(1)
    expect((await workshop.run(['test', '--affected'], { cwd: elsewhere })).stderr).toContain('[ASH910]')
  } finally {
    await rm(elsewhere, { recursive: true })
  }
})
