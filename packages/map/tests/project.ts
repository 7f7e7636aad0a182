/** Small projects in folders of their own, written from a sketch of their modules. */
import { realpathSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface TestProject extends AsyncDisposable {
  readonly folder: string
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>
}

/** Writes files below a new folder, which is removed when it is disposed of. */
export async function createProject(files: Readonly<Record<string, string>>): Promise<TestProject> {
  const folder = realpathSync(await mkdtemp(join(tmpdir(), 'ashlar-map-')))
  const write = async (more: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(more)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
  }
  await write(files)
  return { folder, write, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

export interface ModuleSketch {
  readonly id: string
  /** The ids of modules whose services it needs. */
  readonly needs?: readonly string[]
  /** Further fields of its package.json. */
  readonly manifest?: object
  /** Files besides those that every module has, from its folder; they may stand in the place of one. */
  readonly files?: Readonly<Record<string, string>>
}

/** The files of a workspace: one app, in the folder `app`, with all of the modules. */
export function sketchWorkspace(modules: readonly ModuleSketch[]): Record<string, string> {
  const dependencies = Object.fromEntries(modules.map(({ id }) => [`@shop/${id}`, '1.0.0']))
  const app = { name: '@shop/app', version: '2.1.0', description: 'The shop.', type: 'module', dependencies }
  return {
    'package.json': JSON.stringify({ name: 'shop', private: true, workspaces: ['app', 'modules/*'] }),
    'app/package.json': JSON.stringify(app),
    'app/app.config.ts': 'export default {}\n',
    ...Object.assign({}, ...modules.map(sketchModule)),
  }
}

function sketchModule({ id, needs = [], manifest = {}, files = {} }: ModuleSketch): Record<string, string> {
  const packageJson = {
    name: `@shop/${id}`,
    version: '1.0.0',
    type: 'module',
    ashlar: { module: './src/module.ts' },
    exports: { '.': './src/module.ts', './contract': './src/contract.ts' },
    peerDependencies: Object.fromEntries([['ashlar', '^0.1.0'], ...needs.map((need) => [`@shop/${need}`, '^1.0.0'])]),
    ...manifest,
  }
  const written = {
    'package.json': JSON.stringify(packageJson),
    'src/contract.ts': contractOf(id),
    'src/module.ts': definitionOf(id, needs),
    ...files,
  }
  return Object.fromEntries(Object.entries(written).map(([path, text]) => [`modules/${id}/${path}`, text]))
}

const nameOf = (id: string): string => id.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())

function contractOf(id: string): string {
  return `import { definePermissions, defineRoutes, get, service } from 'ashlar/contract'
export const can = definePermissions('${id}', { read: 'See ${id}' })
export const routes = defineRoutes('${id}', { list: get('/', { can: can.read }) })
export const ${nameOf(id)} = service<object>('${id}')
`
}

function definitionOf(id: string, needs: readonly string[]): string {
  const imports = needs.map((need) => `import { ${nameOf(need)} } from '@shop/${need}/contract'\n`)
  return `${imports.join('')}import { defineModule } from 'ashlar'
import { can, ${nameOf(id)}, routes } from './contract.ts'
export default defineModule({
  id: '${id}',
  needs: { ${needs.map(nameOf).join(', ')} },
  offers: { ${nameOf(id)} },
  permissions: can,
  routes,
})
`
}
