/** A small app of its own for each test file, driven from outside through the `ashlar` command. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@ashlar/testing'

const packageFolder = join(import.meta.dirname, '..')
const command = join(packageFolder, 'bin/ashlar.js')

/** How a command ended, and what it said. */
export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A command that goes on running. */
export interface Running {
  readonly process: ChildProcess
  /** Waits until it has said something that matches, and gives the match. Fails when it ends without. */
  readonly says: (pattern: RegExp) => Promise<RegExpMatchArray>
  /** All it has said so far. */
  readonly output: () => string
  /** Sends a signal and waits for the end. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: string
  /** The folder it is started in. @default the app's */
  readonly cwd?: string
}

/** A copy of the fixture app and of its module. */
export interface Workshop {
  readonly appFolder: string
  readonly moduleFolder: string
  readonly run: (words: readonly string[], options?: RunOptions) => Promise<Outcome>
  readonly start: (words: readonly string[], options?: RunOptions) => Running
  /** Ends what a test left running. */
  readonly endAll: () => Promise<void>
  /** Ends what still runs and removes the copy. */
  readonly remove: () => Promise<void>
}

/** Copies the fixture into this package, so that it finds the workspace's dependencies as an installed app finds its own. */
export async function createWorkshop(): Promise<Workshop> {
  const parent = join(packageFolder, '.ashlar/tests')
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(join(parent, 'workshop-'))
  await cp(join(import.meta.dirname, 'fixtures/workshop'), folder, { recursive: true })
  const appFolder = join(folder, 'app')
  const moduleFolder = join(folder, 'notes')
  await mkdir(join(appFolder, 'node_modules/@fixture'), { recursive: true })
  await symlink(moduleFolder, join(appFolder, 'node_modules/@fixture/notes'), 'dir')

  const running = new Set<Running>()
  const start = (words: readonly string[], options: RunOptions = {}): Running => {
    const started = startCommand(words, { cwd: appFolder, ...options })
    running.add(started)
    return started
  }
  const endAll = async () => {
    for (const { end } of running) await end('SIGKILL')
    running.clear()
  }
  return {
    appFolder,
    moduleFolder,
    endAll,
    start,
    run: async (words, options) => collect(startCommand(words, { cwd: appFolder, ...options })),
    remove: async () => {
      await endAll()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** A workshop with an empty database. */
export interface EquippedWorkshop extends Workshop {
  readonly database: TestDatabase
}

/** Creates a workshop whose commands work on a database of its own, unless they are told otherwise. */
export async function createEquippedWorkshop(env: Readonly<Record<string, string>> = {}): Promise<EquippedWorkshop> {
  const [workshop, database] = await Promise.all([createWorkshop(), createTestDatabase()])
  const equip = (options: RunOptions = {}): RunOptions => ({
    ...options,
    env: { DATABASE_URL: database.url, ...env, ...options.env },
  })
  return {
    ...workshop,
    database,
    run: (words, options) => workshop.run(words, equip(options)),
    start: (words, options) => workshop.start(words, equip(options)),
    remove: async () => {
      await workshop.remove()
      await database.drop()
    },
  }
}

interface Started extends Running {
  readonly stdout: () => string
  readonly stderr: () => string
}

function startCommand(words: readonly string[], { env = {}, input, cwd }: RunOptions): Started {
  const child = spawn(process.execPath, [command, ...words], {
    cwd,
    env: {
      ...process.env,
      NODE_ENV: undefined,
      VITEST: undefined,
      DATABASE_URL: undefined,
      CI: '1',
      NO_COLOR: '1',
      ...env,
    },
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  }
  child.stdin.end(input)
  const output = () => said.stdout + said.stderr
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve)
  })
  return {
    process: child,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    output,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output())
          if (match) resolve(match)
          return match !== null
        }
        if (look()) return
        child.stdout.on('data', look)
        child.stderr.on('data', look)
        ended.then(
          (code) => look() || reject(new Error(`It ended with ${code} and never said ${pattern}:\n${output()}`)),
        )
      }),
    end: async (signal = 'SIGINT') => {
      child.kill(signal)
      return ended
    },
  }
}

async function collect(started: Started): Promise<Outcome> {
  const code = await new Promise<number | null>((resolve) => {
    started.process.once('close', resolve)
  })
  return { code, stdout: started.stdout(), stderr: started.stderr() }
}

/** Holds a free port of the loopback address until it is told to let go. */
export async function occupyPort(): Promise<{ port: number; release: () => Promise<void> }> {
  const server = createServer((_request, response) => response.end('somebody else'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    release: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
      }),
  }
}

/** A port that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const { port, release } = await occupyPort()
  await release()
  return port
}
