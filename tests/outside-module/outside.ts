/** A place outside of the repository, where nothing is found but what npm has installed there. */
import { type ChildProcess, spawn } from 'node:child_process'
import { cp, glob, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'

const root = resolve(import.meta.dirname, '../..')
const cli = join(root, 'packages/cli/bin/ashlar.js')

/** The folders of what an app outside can install of this repository, by the names of the packages. */
async function listPackages(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for await (const file of glob('{packages,modules,apps/demo/modules}/*/package.json', { cwd: root })) {
    const { name } = JSON.parse(await readFile(join(root, file), 'utf8'))
    found.set(name, join(root, dirname(file)))
  }
  return found
}

export interface Outside {
  readonly folder: string
  /** The names of the packages there are tarballs of. */
  readonly packages: ReadonlySet<string>
  /** The path of a package's tarball. */
  readonly tarballOf: (packageName: string) => string
  /** Runs a command in a folder to its end and gives its standard output. @throws when it fails */
  readonly run: (folder: string, command: string, ...args: readonly string[]) => Promise<string>
  /** Starts `ashlar` in a folder, and gives the address that it prints. */
  readonly serve: (folder: string, ...args: readonly string[]) => Promise<Server>
  /** Ends what runs and removes the place. */
  readonly remove: () => Promise<void>
}

export interface Server {
  readonly url: string
  readonly output: () => string
  readonly end: () => Promise<number | null>
}

/** Packs the packages of the repository, as its own command does, into a place outside. */
export async function createOutside(): Promise<Outside> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ashlar-outside-')))
  const tarballs = join(folder, 'tarballs')
  await mkdir(tarballs)
  const servers = new Set<Server>()

  const run: Outside['run'] = async (cwd, command, ...args) => {
    const child = start(cwd, command, args)
    const [facts, problems] = [keepOutput(child.stdout), keepOutput(child.stderr)]
    const code = await ended(child)
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${facts()}${problems()}`)
    return facts()
  }
  const pack = (packageFolder: string) => run(packageFolder, process.execPath, cli, 'pack', '--out', tarballs)
  // Two at a time: the compiler takes a core each.
  const packages = await listPackages()
  const queue = [...packages.values()]
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await pack(next)
  }
  await Promise.all([work(), work()])
  const names = await readdir(tarballs)

  return {
    folder,
    packages: new Set(packages.keys()),
    run,
    tarballOf(packageName) {
      const prefix = `${packageName.replace('@', '').replace('/', '-')}-`
      const name = names.find((file) => file.startsWith(prefix) && /^\d/.test(file.slice(prefix.length)))
      if (!name) throw new Error(`There is no tarball of ${packageName}.`)
      return join(tarballs, name)
    },
    async serve(cwd, ...args) {
      const server = await serve(cwd, args)
      servers.add(server)
      return server
    },
    async remove() {
      for (const server of servers) await server.end()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Copies the guestbook, and installs what it is developed with. */
export async function createGuestbook(outside: Outside): Promise<string> {
  const folder = join(outside.folder, 'guestbook')
  const left = new Set(['node_modules', '.ashlar'])
  await cp(join(root, 'examples/guestbook'), folder, {
    recursive: true,
    filter: (path) => !left.has(path.split('/').at(-1) ?? ''),
  })
  const tarballs = [
    'ashlar',
    '@ashlar/cli',
    '@ashlar/contract-lock',
    '@ashlar/doctor',
    '@ashlar/map',
    '@ashlar/postgres',
    '@ashlar/testing',
    '@ashlar/ui',
  ]
  await outside.run(folder, 'npm', 'install', ...quietly, '--no-save', ...tarballs.map(outside.tarballOf))
  return folder
}

/** Copies the demo app, in which the packages of the repository are tarballs. */
export async function createApp(outside: Outside): Promise<string> {
  const folder = join(outside.folder, 'shop')
  await mkdir(folder)
  await cp(join(root, 'apps/demo/app.config.ts'), join(folder, 'app.config.ts'))
  const manifest = JSON.parse(await readFile(join(root, 'apps/demo/package.json'), 'utf8'))
  // What the registry would bring along, a folder of tarballs has to be told of.
  const brought = { '@ashlar/contract-lock': '', '@ashlar/doctor': '', '@ashlar/map': '', '@ashlar/postgres': '' }
  const dependencies = Object.entries({ ...manifest.dependencies, ...brought } as Record<string, string>).map(
    ([name, range]) => [name, outside.packages.has(name) ? `file:${outside.tarballOf(name)}` : range],
  )
  const written = { ...manifest, dependencies: Object.fromEntries(dependencies) }
  await writeFile(join(folder, 'package.json'), JSON.stringify(written, null, 2))
  await outside.run(folder, 'npm', 'install', ...quietly)
  return folder
}

export const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']

function start(cwd: string, command: string, args: readonly string[]): ChildProcess {
  const { VITEST, NODE_ENV, DATABASE_URL, ASHLAR_TEST_SERVER_URL, ...inherited } = process.env
  return spawn(command, [...args], {
    cwd,
    env: { ...inherited, CI: '1', NO_COLOR: '1', PATH: `${dirname(process.execPath)}${delimiter}${inherited.PATH}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function keepOutput(...streams: readonly (Readable | null)[]): () => string {
  let said = ''
  for (const stream of streams) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  return () => said
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
}

async function serve(cwd: string, args: readonly string[]): Promise<Server> {
  const child = start(cwd, process.execPath, ['node_modules/@ashlar/cli/bin/ashlar.js', ...args])
  const output = keepOutput(child.stdout, child.stderr)
  const end = ended(child)
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const [, address] = /➜ .+: (http:\/\/localhost:\d+)/.exec(output()) ?? []
      if (address) resolve(address)
    }
    child.stdout?.on('data', look)
    end.then((code) => reject(new Error(`ashlar ${args.join(' ')} ended with ${code}:\n${output()}`)), reject)
  })
  return {
    url,
    output,
    async end() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT')
      return end
    },
  }
}
