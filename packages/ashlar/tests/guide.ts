/** The snippets of a guide, as the files of an app that runs. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

const packageFolder = resolve(import.meta.dirname, '..')

export interface Guide extends AsyncDisposable {
  /** The folder of the app whose modules the guide shows. */
  readonly app: string
  /** Imports a file of the guide, by the path in its first line. A test app in it finds the guide's modules. */
  readonly load: <Exports>(file: string) => Promise<Exports>
}

export interface GuideOptions {
  /** Which snippet stands where several show the same file. @default 'first' */
  readonly take?: 'first' | 'last'
}

/**
 * Writes down the snippets of docs/guides, TypeScript or SQL, whose first line is a comment with a path: `app/…` is the app, each other
 * folder a module of the scope `@acme`.
 */
export async function openGuide(name: string, { take = 'first' }: GuideOptions = {}): Promise<Guide> {
  const guide = await readFile(resolve(packageFolder, `../../docs/guides/${name}.md`), 'utf8')
  const files = new Map<string, string>()
  for (const [, file = '', text = ''] of guide.matchAll(
    /^```(?:tsx?|sql)\n(?:\/\/|--) (\S+\.(?:tsx?|sql))\n(.*?)^```/gms,
  )) {
    if (take === 'last' || !files.has(file)) files.set(file, text)
  }
  await mkdir(join(packageFolder, '.ashlar'), { recursive: true })
  const folder = await mkdtemp(join(packageFolder, `.ashlar/guide-${name}-`))
  const app = join(folder, 'app')
  const scope = join(app, 'node_modules/@acme')
  await mkdir(scope, { recursive: true })
  const modules = new Set([...files.keys()].map((file) => file.split('/', 1)[0] ?? '').filter((part) => part !== 'app'))
  for (const module of modules) {
    const manifest = { name: `@acme/${module}`, exports: { './contract': './src/contract.ts' } }
    files.set(`${module}/package.json`, describe({ ...manifest, ashlar: { module: './src/module.ts' } }))
    await symlink(join(folder, module), join(scope, module), 'dir')
  }
  const dependencies = Object.fromEntries([...modules].map((module) => [`@acme/${module}`, '*']))
  files.set('app/package.json', describe({ name: 'app', dependencies }))
  for (const [file, text] of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), text.replaceAll('testApp({', `$& folder: ${JSON.stringify(app)},`))
  }
  for (const module of modules) await symlink(join(app, 'node_modules'), join(folder, module, 'node_modules'), 'dir')
  return {
    app,
    load: (file) => import(join(folder, file)),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}

function describe(manifest: object): string {
  return JSON.stringify({ version: '1.0.0', type: 'module', ...manifest })
}
