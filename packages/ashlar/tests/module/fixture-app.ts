/** Small apps on disk, right or wrong, in a folder from which the framework is found as an installed app finds it. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A package of a fixture: the contents of its files by path; a value that is no text is written as JSON. */
export type PackageFiles = Readonly<Record<string, unknown>>

export interface FixtureApp extends AsyncDisposable {
  readonly folder: string
}

export interface FixtureOptions {
  /** Installed packages by name. */
  readonly packages?: Readonly<Record<string, PackageFiles>>
  /** Packages of a workspace by name: they stand beside the app and are linked into it. */
  readonly linked?: Readonly<Record<string, PackageFiles>>
  /** Dependencies that the app names and nobody installed. */
  readonly missing?: readonly string[]
  /** Files of the app itself. */
  readonly files?: PackageFiles
}

const home = join(import.meta.dirname, '..', '.cache')

/** Writes an app that depends on all its packages; disposing of it removes it. */
export async function writeApp({
  packages = {},
  linked = {},
  missing = [],
  files = {},
}: FixtureOptions): Promise<FixtureApp> {
  await mkdir(home, { recursive: true })
  const root = await mkdtemp(join(home, 'app-'))
  const folder = join(root, 'app')
  const names = [...Object.keys(packages), ...Object.keys(linked), ...missing]
  const dependencies = Object.fromEntries(names.map((name) => [name, '*']))
  await writeFiles(folder, { 'package.json': { name: 'fixture', type: 'module', dependencies }, ...files })
  for (const [name, contents] of Object.entries(packages)) {
    await writeFiles(join(folder, 'node_modules', name), contents)
  }
  for (const [name, contents] of Object.entries(linked)) {
    const link = join(folder, 'node_modules', name)
    await writeFiles(join(root, 'workspace', name), contents)
    await mkdir(dirname(link), { recursive: true })
    await symlink(join(root, 'workspace', name), link, 'junction')
  }
  return { folder, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) }
}

/** The files of a module package whose definition is `defineModule(<source>)`. */
export function modulePackage(source: string, files: PackageFiles = {}): PackageFiles {
  return {
    'package.json': modulePackageJson(),
    'src/module.js': `import { defineModule } from 'ashlar'
import * as contract from 'ashlar/contract'
import { z } from 'zod'
const { after, anyone, definePages, definePermissions, defineRoutes, defineSettings, event, get, job, optional, page, post, service, signedIn } = contract
export default defineModule(${source})
`,
    ...files,
  }
}

/** The package.json of a module, with fields of its own. */
export function modulePackageJson(fields: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    version: '1.2.3',
    type: 'module',
    ashlar: { module: './src/module.js' },
    peerDependencies: { ashlar: '>=0.1.0' },
    ...fields,
  }
}

async function writeFiles(folder: string, files: PackageFiles): Promise<void> {
  for (const [path, contents] of Object.entries(files)) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, typeof contents === 'string' ? contents : JSON.stringify(contents))
  }
}
