/**
 * Writes a workspace of generated modules as their authors would: TypeScript sources in every layer, contracts that are
 * used by other modules, pages, texts, tables and migrations. About twenty files a module, in which the doctor finds nothing.
 */
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'

export interface GenerateWorkspaceOptions {
  readonly folder: string
  readonly modules: number
}

/** The sound app of the doctor's own tests. */
const base = resolve('packages/doctor/fixtures/base')
const filesPerModule = 20

/** Every second module is like `catalog`, and the one after it like `orders`, which needs it. */
export async function generateWorkspace({ folder, modules }: GenerateWorkspaceOptions): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeModule({ from: join(base, 'app'), to: join(folder, 'app'), rename: renameFor(0) })
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'bench', private: true, type: 'module', workspaces: ['app', 'modules/*'] }),
  )
  const dependencies: Record<string, string> = { ashlar: '^0.1.0', react: '^19.3.1', 'react-dom': '^19.3.1' }
  for (let index = 0; index < modules; index += 2) {
    const [catalog, orders] = [`m${index}`, `m${index + 1}`]
    const rename = renameFor(index)
    for (const [from, id] of [
      ['catalog', catalog],
      ['orders', orders],
    ] as const) {
      const to = join(folder, 'modules', id)
      await writeModule({ from: join(base, 'modules', from), to, rename })
      await writeSteps(to, filesPerModule)
      dependencies[`@shop/${id}`] = '^1.0.0'
      await link(join(folder, 'modules', id), join(folder, 'node_modules/@shop', id))
    }
  }
  const app = JSON.parse(await readFile(join(folder, 'app/package.json'), 'utf8'))
  await writeFile(join(folder, 'app/package.json'), JSON.stringify({ ...app, dependencies }, null, 2))
}

type Rename = (text: string) => string

/** Gives a pair of modules names of their own. */
const renameFor =
  (index: number): Rename =>
  (text) =>
    text
      .replaceAll(/\bcatalog\b/g, `m${index}`)
      .replaceAll(/\bCatalog\b/g, `M${index}`)
      .replaceAll(/\bCATALOG_/g, `M${index}_`)
      .replaceAll(/\borders\b/g, `m${index + 1}`)

/** As a package manager links the packages of a workspace. */
async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await symlink(target, path, 'dir')
}

interface CopyOptions {
  readonly from: string
  readonly to: string
  readonly rename: Rename
}

async function writeModule({ from, to, rename }: CopyOptions): Promise<void> {
  for (const file of await listFiles(from)) {
    const path = join(to, rename(file))
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, rename(await readFile(join(from, file), 'utf8')))
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}

/** Brings a module to a number of files. */
async function writeSteps(folder: string, files: number): Promise<void> {
  const missing = files - (await listFiles(folder)).length
  for (let step = 0; step < missing; step += 1)
    await writeFile(join(folder, `src/domain/step-${step}.ts`), stepOf(step))
}

/** A file of plain rules, as long as files are in the middle, that imports the one before it. */
function stepOf(step: number): string {
  const before = step === 0 ? '' : `import { type Amount${step - 1}, add${step - 1}0 } from './step-${step - 1}.ts'\n\n`
  const rules = Array.from({ length: 8 }, (_, rule) => {
    const next = step === 0 ? 'amount.cents' : `add${step - 1}0({ cents: amount.cents, note: amount.note })`
    return `/** Adds what rule ${rule} asks for, and never less than nothing. */
export function add${step}${rule}(amount: Amount${step}): number {
  const parts = amount.note.split(' ').map((part) => part.trim())
  if (parts.length > ${rule + 1}) return Math.max(0, amount.cents - parts.length)
  return ${next} + ${rule}
}
`
  })
  const extended = step === 0 ? '' : ` extends Amount${step - 1}`
  return `${before}export interface Amount${step}${extended} {\n  readonly cents: number\n  readonly note: string\n}\n\n${rules.join('\n')}`
}
