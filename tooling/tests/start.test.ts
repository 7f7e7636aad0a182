/** How `npm start` builds and serves the demo, and how it ends. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createScratch, type Launched, type LaunchOptions, type Scratch } from './scratch.ts'

/** Builds by counting, and serves as the real command does: says where it is, and stops in good order when told once. */
const cli = `
import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
const [command] = process.argv.slice(2)
if (command === 'build') {
  appendFileSync('../../builds.log', process.env.NODE_ENV + '\\n')
  if (existsSync('build-fails')) process.exit(4)
  rmSync('dist', { recursive: true, force: true })
  mkdirSync('dist')
}
if (command === 'start') {
  if (existsSync('start-fails')) process.exit(3)
  const server = createServer((request, response) => response.end('served'))
  server.listen(0, '127.0.0.1', () => {
    const url = 'http://127.0.0.1:' + server.address().port
    mkdirSync('.ashlar', { recursive: true })
    writeFileSync('.ashlar/server.json', JSON.stringify({ pid: process.pid, url }))
    console.log('serving at ' + url)
  })
  let told = 0
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      told += 1
      setTimeout(() => {
        writeFileSync('../../ended.json', JSON.stringify({ told }))
        process.exit(0)
      }, 300)
    })
  }
}
`

async function createDemo(): Promise<Scratch> {
  const scratch = await createScratch()
  await scratch.write('packages/cli/bin/ashlar.js', cli)
  await scratch.write('modules/orders/src/module.ts', 'export const one = 1')
  await scratch.write('modules/orders/src/pages/Browse.tsx', 'export {}')
  await scratch.write('apps/demo/package.json', '{"type":"module"}')
  return scratch
}

function start(scratch: Scratch, options?: LaunchOptions): Launched {
  return endingWithTest(scratch.launch('start', options))
}

function endingWithTest(launched: Launched): Launched {
  onTestFinished(async () => {
    if (launched.child.exitCode === null) launched.child.kill('SIGTERM')
    await launched.ended
  })
  return launched
}

async function serveOnce(scratch: Scratch): Promise<void> {
  const { child, ended, printed } = start(scratch)
  await printed('serving at')
  child.kill('SIGTERM')
  await ended
}

const addressOf = async (scratch: Scratch) =>
  (JSON.parse(await scratch.read('apps/demo/.ashlar/server.json')) as { url: string }).url

const countBuilds = async (scratch: Scratch) => (await scratch.read('builds.log')).trim().split('\n').length

test('the demo is built for production when its sources changed, and only then', async () => {
  const scratch = await createDemo()
  await serveOnce(scratch)
  await scratch.write('modules/orders/tests/orders.test.ts', 'test')
  await serveOnce(scratch)
  expect(await scratch.read('builds.log')).toBe('production\n')

  await scratch.write('modules/orders/src/module.ts', 'export const one = 2')
  await serveOnce(scratch)
  expect(await countBuilds(scratch)).toBe(2)

  await rm(join(scratch.folder, 'modules/orders/src/pages/Browse.tsx'))
  await serveOnce(scratch)
  expect(await countBuilds(scratch)).toBe(3)

  await rm(join(scratch.folder, 'apps/demo/dist'), { recursive: true })
  await serveOnce(scratch)
  expect(await countBuilds(scratch)).toBe(4)
})

test('a second start tells where the first one serves and leaves it alone, whatever changed meanwhile', async () => {
  const scratch = await createDemo()
  await start(scratch).printed('serving at')
  await scratch.write('modules/orders/src/module.ts', 'export const one = 2')
  await scratch.lock({})

  const second = await scratch.run('start')

  const address = await addressOf(scratch)
  expect(second).toMatchObject({ code: 0, output: expect.stringContaining(`The demo is running already: ${address}`) })
  expect(await (await fetch(address)).text()).toBe('served')
  expect([await countBuilds(scratch), (await scratch.npmCalls()).length]).toEqual([1, 1])
})

test('of two that start at once one serves and the other tells its address', async () => {
  const scratch = await createDemo()
  const both = [start(scratch), start(scratch)]

  const first = await Promise.race(both.map(({ ended }) => ended))

  expect(first).toMatchObject({ code: 0, lastLine: expect.stringContaining(await addressOf(scratch)) })
  expect(await countBuilds(scratch)).toBe(1)
})

test('a server file that a killed server left behind does not count', async () => {
  const scratch = await createDemo()
  const unused = { pid: process.pid, url: 'http://127.0.0.1:9' }
  await scratch.write('apps/demo/.ashlar/server.json', JSON.stringify(unused))

  await start(scratch).printed('serving at')

  expect(await addressOf(scratch)).not.toBe(unused.url)
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s reaches the server once, even when it comes twice', async (signal) => {
  const scratch = await createDemo()
  const { child, ended, printed } = start(scratch)
  await printed('serving at')

  child.kill(signal)
  child.kill(signal)

  expect(await ended).toMatchObject({ code: 0 })
  expect(JSON.parse(await scratch.read('ended.json'))).toEqual({ told: 1 })
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s to npm alone reaches the server', async (signal) => {
  const scratch = await createDemo()
  await serveOnce(scratch)
  const { child, ended, printed } = endingWithTest(scratch.launchByNpm('start'))
  await printed('serving at')

  child.kill(signal)

  expect(await ended).toMatchObject({ code: 0 })
  expect(JSON.parse(await scratch.read('ended.json'))).toEqual({ told: 1 })
  expect(await scratch.npmCalls()).toHaveLength(1)
})

test('a server whose starter was killed stops in good order', async () => {
  const scratch = await createDemo()
  const { child, printed } = start(scratch)
  await printed('serving at')
  const { pid } = JSON.parse(await scratch.read('apps/demo/.ashlar/server.json')) as { pid: number }

  child.kill('SIGKILL')

  await expect.poll(() => isRunning(pid), { timeout: 30_000 }).toBe(false)
  expect(JSON.parse(await scratch.read('ended.json'))).toEqual({ told: 1 })
})

test('a build that fails ends the command with its code, and nothing is served', async () => {
  const scratch = await createDemo()
  await scratch.write('apps/demo/build-fails', '')

  expect(await scratch.run('start')).toMatchObject({ code: 4, output: expect.not.stringContaining('serving at') })
})

test('the exit code of the server is that of the command', async () => {
  const scratch = await createDemo()
  await scratch.write('apps/demo/start-fails', '')

  expect((await scratch.run('start')).code).toBe(3)
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
