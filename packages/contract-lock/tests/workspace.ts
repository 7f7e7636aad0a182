/** Workspaces in a folder that is thrown away, as a developer would have them. */
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type ContractReport, checkContracts, writeLocks } from '@ashlar/contract-lock'

export const repository = resolve(import.meta.dirname, '../../..')

export interface Workspace {
  readonly folder: string
  readonly write: (path: string, text: string) => Promise<void>
  readonly read: (path: string) => Promise<string>
  /** Copies a folder of the repository. */
  readonly copy: (from: string, to: string) => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

/** Makes a workspace whose packages stand in `modules`. */
export async function createWorkspace(): Promise<Workspace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ashlar-contracts-')))
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  await write('package.json', '{ "name": "shop", "private": true, "type": "module", "workspaces": ["modules/*"] }')
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'))
  return {
    folder,
    write,
    read: (path) => readFile(join(folder, path), 'utf8'),
    copy: (from, to) =>
      cp(join(repository, from), join(folder, to), {
        recursive: true,
        filter: (path) => !/\/(node_modules|\.ashlar|tests)$/.test(path),
      }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** What a module is written with, besides its contract. */
export interface ModuleText {
  readonly contract: string
  /** What stands between the braces of `defineModule({ … })`, after the id. */
  readonly definition: string
  readonly version?: string
  readonly files?: Readonly<Record<string, string>>
}

/** Writes a module called `shop` into a folder. */
export async function writeModule({ write }: Workspace, folder: string, text: ModuleText): Promise<void> {
  const { contract, definition, version = '1.0.0', files = {} } = text
  const manifest = {
    name: '@shop/shop',
    version,
    type: 'module',
    ashlar: { module: './src/module.ts' },
    exports: { '.': './src/module.ts', './contract': './src/contract.ts' },
  }
  await write(`${folder}/package.json`, JSON.stringify(manifest))
  await write(`${folder}/src/contract.ts`, contract)
  await write(
    `${folder}/src/module.ts`,
    `import { defineModule } from 'ashlar'\nimport * as contract from './contract.ts'\n` +
      `export default defineModule({ id: 'shop', ${definition} } as never)\nvoid contract\n`,
  )
  for (const [file, content] of Object.entries(files)) await write(`${folder}/${file}`, content)
}

/**
 * Locks one state of a module and reports what another one changed.
 *
 * The two stand in folders of their own, for a file is imported once in a process.
 */
export async function compareModules(old: ModuleText, now: ModuleText): Promise<ContractReport> {
  await using before = await createWorkspace()
  await writeModule(before, 'modules/shop', old)
  const locked = await checkContracts({ folder: before.folder })
  if (writeLocks(locked).refused.length > 0)
    throw new Error(JSON.stringify(locked.modules.map(({ findings }) => findings)))
  await using after = await createWorkspace()
  await writeModule(after, 'modules/shop', now)
  await after.write('modules/shop/contract.lock.json', await before.read('modules/shop/contract.lock.json'))
  const [report] = (await checkContracts({ folder: after.folder })).modules
  if (!report) throw new Error('There is no module.')
  return report
}
