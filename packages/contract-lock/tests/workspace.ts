/** Workspaces in a folder that is thrown away, as a developer would have them. */
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type ContractReport, checkContracts, writeLocks } from '@ashlar/contract-lock'

const repository = resolve(import.meta.dirname, '../../..')
const command = join(repository, 'packages/cli/bin/ashlar.js')

/** How a command ended, and what it said. */
export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Workspace {
  readonly folder: string
  readonly write: (path: string, text: string) => Promise<void>
  readonly read: (path: string) => Promise<string>
  /** Reads a file, changes its text, and writes it back. */
  readonly edit: (path: string, change: (text: string) => string) => Promise<void>
  /** Runs `ashlar contracts` at its root. */
  readonly contracts: (...options: readonly string[]) => Outcome
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Makes a workspace whose packages stand in `modules`, as `@shop/<folder>`. */
export async function createWorkspace(): Promise<Workspace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ashlar-contracts-')))
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  const read = (path: string) => readFile(join(folder, path), 'utf8')
  await write('package.json', '{ "name": "shop", "private": true, "type": "module", "workspaces": ["modules/*"] }')
  await mkdir(join(folder, 'node_modules'))
  for (const name of await readdir(join(repository, 'node_modules'))) {
    await symlink(join(repository, 'node_modules', name), join(folder, 'node_modules', name))
  }
  await symlink(join(folder, 'modules'), join(folder, 'node_modules/@shop'))
  return {
    folder,
    write,
    read,
    edit: async (path, change) => write(path, change(await read(path))),
    contracts: (...options) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'contracts', ...options], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, NODE_ENV: undefined, VITEST: undefined, CI: '1', NO_COLOR: '1' },
      })
      return { code: status, stdout, stderr }
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** What a module is written with. */
export interface ModuleText {
  /** Its id, and the name of its folder. @default 'shop' */
  readonly id?: string
  /** The text of its contract. @default none is written */
  readonly contract?: string
  /** What stands between the braces of `defineModule({ … })`, after the id. */
  readonly definition?: string
  readonly version?: string
}

/** Writes a module into a workspace. */
export async function writeModule({ write }: Workspace, text: ModuleText): Promise<void> {
  const { id = 'shop', contract, definition = '', version = '1.0.0' } = text
  const packageJson = {
    name: `@shop/${id}`,
    version,
    type: 'module',
    ashlar: { module: './src/module.ts' },
    exports: { '.': './src/module.ts', './contract': './src/contract.ts' },
  }
  await write(`modules/${id}/package.json`, `${JSON.stringify(packageJson, undefined, 2)}\n`)
  if (contract !== undefined) await write(`modules/${id}/src/contract.ts`, contract)
  await write(
    `modules/${id}/src/module.ts`,
    `import { defineModule } from 'ashlar'\nimport * as contract from './contract.ts'\n` +
      `export default defineModule({ id: '${id}', ${definition} })\nvoid contract\n`,
  )
}

/**
 * Locks one state of a module and reports what another one changed.
 *
 * The two stand in folders of their own, for a file is imported once in a process.
 */
export async function compareModules(old: ModuleText, now: ModuleText): Promise<ContractReport> {
  await using before = await createWorkspace()
  await writeModule(before, old)
  const locked = await checkContracts({ folder: before.folder })
  if (writeLocks(locked).refused.length > 0)
    throw new Error(JSON.stringify(locked.modules.map(({ findings }) => findings)))
  await using after = await createWorkspace()
  await writeModule(after, now)
  await after.write('modules/shop/contract.lock.json', await before.read('modules/shop/contract.lock.json'))
  const [report] = (await checkContracts({ folder: after.folder })).modules
  if (!report) throw new Error('There is no module.')
  return report
}
