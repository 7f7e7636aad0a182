/** A small repository of its own with the real commands in it, and stand-ins for npm and for the tools that it installs. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

const tooling = resolve(import.meta.dirname, '..')
const root = dirname(tooling)

export interface Scratch {
  readonly folder: string
  /** Writes a file, making its folders. */
  write(path: string, content: string): Promise<void>
  read(path: string): Promise<string>
  /** Changes what the lockfile describes. */
  lock(packages: Readonly<Record<string, unknown>>): Promise<void>
  /** Starts a command: `bench`, `check`, `start`, `test`. */
  launch(command: string, options?: LaunchOptions): Launched
  /** Starts a command as a person does, by this machine's npm; what it installs has been installed before. */
  launchByNpm(command: string): Launched
  /** Runs a command until it ends. */
  run(command: string, options?: LaunchOptions): Promise<Ended>
  /** What npm was asked for, call by call. */
  npmCalls(): Promise<readonly NpmCall[]>
}

export interface LaunchOptions {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Arguments of Node, before the command. */
  readonly nodeArgs?: readonly string[]
}

export interface Launched {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves once the command has printed a text. */
  printed(text: string): Promise<void>
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
  readonly stderr: string
  /** The last line of standard output. */
  readonly lastLine: string | undefined
}

export interface NpmCall {
  readonly cwd: string
  readonly args: readonly string[]
  readonly node: string
}

/** Does in small what npm does: makes node_modules, and writes down what it installed at the very end. */
const npm = `
const { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const root = process.env.SCRATCH
const call = { cwd: process.cwd(), args: process.argv.slice(2), node: process.env.SCRATCH_NODE ?? 'own' }
appendFileSync(root + '/npm.log', JSON.stringify(call) + '\\n')
if (existsSync(root + '/npm-error')) {
  console.error(readFileSync(root + '/npm-error', 'utf8'))
  process.exit(1)
}
if (existsSync(root + '/npm-goes-on')) {
  process.on('SIGINT', () => {})
  setInterval(() => {}, 1000)
}
rmSync('node_modules', { recursive: true, force: true })
mkdirSync('node_modules')
if (existsSync(root + '/npm-dies')) process.kill(process.pid, 'SIGKILL')
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
for (const path of Object.keys(packages).filter((path) => path && existsSync(root + '/shelf/' + path))) {
  cpSync(root + '/shelf/' + path, path, { recursive: true })
}
setTimeout(() => writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages })), 200)
`

const vitest = `
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
console.log('runner: ' + process.argv.slice(2).filter((arg) => !arg.startsWith('--')).join(' '))
const outcome = JSON.parse(readFileSync(process.env.SCRATCH + '/outcome.json', 'utf8'))
const file = process.argv.find((arg) => arg.startsWith('--outputFile.json='))?.slice('--outputFile.json='.length)
if (file && outcome.report) writeFileSync(file, JSON.stringify(outcome.report))
process.exitCode = outcome.code
`

/** A tool that ends badly where a file in the scratch repository says so. */
const tool = (name: string) =>
  `import { existsSync } from 'node:fs'\nif (existsSync(process.env.SCRATCH + '/${name}-fails')) process.exitCode = 2\n`

const playwright = `
const page = { setContent() {}, textContent() {} }
export const chromium = {
  async launch({ executablePath }) {
    if (executablePath.endsWith('no-browser')) throw new Error('it is no browser')
    return { newPage: () => page, close() {} }
  },
}
`

const shelf = {
  vitest: { bin: { vitest: 'cli.js' }, files: { 'cli.js': vitest } },
  typescript: { bin: { tsc: 'cli.js' }, files: { 'cli.js': tool('types') } },
  '@biomejs/biome': { bin: { biome: 'cli.js' }, files: { 'cli.js': tool('style') } },
  'playwright-core': { exports: './index.js', files: { 'index.js': playwright } },
}

export const lockedPackages: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.keys(shelf).map((name) => [`node_modules/${name}`, { version: '1.0.0' }]),
)

/** Makes a scratch repository that is removed when the test has finished. Its path has a space in it. */
export async function createScratch(): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar tooling-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const write = async (path: string, content: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  const lock = (packages: Readonly<Record<string, unknown>>) =>
    write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...packages } }))

  await cp(tooling, join(folder, 'tooling'), { recursive: true, filter: (source) => !source.endsWith('tests') })
  await cp(join(root, 'exec.cmd'), join(folder, 'exec.cmd'))
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { scripts: object }
  await write('package.json', JSON.stringify({ type: 'module', scripts }))
  await lock(lockedPackages)
  await write('packages/cli/bin/ashlar.js', tool('ashlar'))
  await write('npm/package.json', '{}')
  await write('npm/npm-cli.js', npm)
  await write('outcome.json', JSON.stringify({ code: 0, report: createReport({}) }))
  for (const [name, { files, ...manifest }] of Object.entries(shelf)) {
    const json = { name, version: '1.0.0', type: 'module', ...manifest }
    await write(`shelf/node_modules/${name}/package.json`, JSON.stringify(json))
    for (const [path, content] of Object.entries(files)) await write(`shelf/node_modules/${name}/${path}`, content)
  }

  const environment = { PATH: process.env.PATH, HOME: folder, SCRATCH: folder, CHROMIUM_PATH: process.execPath }
  const launch = (command: string, { args = [], env = {}, nodeArgs = [] }: LaunchOptions = {}): Launched => {
    const child = spawn(process.execPath, [...nodeArgs, join('tooling', `${command}.js`), ...args], {
      cwd: folder,
      env: { ...environment, npm_execpath: join(folder, 'npm/npm-cli.js'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return follow(child)
  }
  const launchByNpm = (command: string): Launched =>
    follow(spawn('npm', ['run', command], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] }))
  return {
    folder,
    write,
    lock,
    launch,
    launchByNpm,
    read: (path) => readFile(join(folder, path), 'utf8'),
    run: (command, options) => launch(command, options).ended,
    npmCalls: async () => {
      const log = await readFile(join(folder, 'npm.log'), 'utf8').catch(() => '')
      return log
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as NpmCall)
    },
  }
}

/** What Vitest's JSON reporter writes. */
export function createReport(counts: {
  passed?: number
  failed?: number
  skipped?: number
  brokenFiles?: number
}): unknown {
  const { passed = 0, failed = 0, skipped = 0, brokenFiles = 0 } = counts
  const files = Array.from({ length: brokenFiles }, () => ({
    name: '/app/broken.test.ts',
    status: 'failed',
    message: 'Cannot find a module',
    assertionResults: [],
  }))
  const failedFile = {
    name: '/app/some.test.ts',
    status: 'failed',
    message: '',
    assertionResults: Array.from({ length: failed }, (_, i) => ({
      status: 'failed',
      fullName: `test ${i + 1}`,
      failureMessages: ['expected 1 to be 2'],
    })),
  }
  return {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
    testResults: failed > 0 ? [failedFile, ...files] : files,
  }
}

function follow(child: ChildProcess): Launched {
  let stdout = ''
  let stderr = ''
  const waiting = new Set<() => void>()
  const hear = () => {
    for (const check of waiting) check()
  }
  child.stdout?.on('data', (chunk) => {
    stdout += chunk
    hear()
  })
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
    hear()
  })
  const ended = new Promise<Ended>((done) => {
    child.once('close', (code, signal) => {
      done({ code, signal, output: stdout + stderr, stderr, lastLine: stdout.trimEnd().split('\n').at(-1) })
    })
  })
  const printed = (text: string) =>
    new Promise<void>((done, fail) => {
      const check = () => {
        if (!(stdout + stderr).includes(text)) return
        waiting.delete(check)
        done()
      }
      waiting.add(check)
      check()
      void ended.then(() => fail(new Error(`The command ended without printing "${text}":\n${stdout}${stderr}`)))
    })
  return { child, ended, printed }
}
