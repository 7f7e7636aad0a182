import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, glob, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { notAPackage, tarballFailed } from '../errors.ts'
import { findPackageJson, type PackageJson } from '../package-json.ts'
import { assertPackageWorks } from './check-package.ts'
import { compilePackage, findUpwards } from './compile.ts'
import { publishedPackageJson } from './published-package-json.ts'

/** A tarball, ready for `npm install` or `npm publish`. */
export interface PackedPackage {
  readonly name: string
  readonly version: string
  /** The path of the tarball. */
  readonly file: string
  /** The size of the tarball, in bytes. */
  readonly bytes: number
  readonly files: readonly string[]
}

/** What to pack, and where to put it. */
export interface PackOptions {
  /** The folder of the package. */
  readonly folder: string
  /** The folder that receives the tarball; made when it is missing. */
  readonly outFolder: string
}

/**
 * Makes the tarball of a package written in TypeScript: compiled ESM, declarations, pages, styles, locales, migrations.
 *
 * The package's own folder is not changed, but for `.ashlar/pack`, where the published form is put together. It stands
 * inside the package so that its peers are found when the check loads it.
 *
 * @throws ASH550 when the folder holds no package, ASH551 to ASH554 when a step fails.
 */
export async function packPackage({ folder, outFolder: tarballFolder }: PackOptions): Promise<PackedPackage> {
  const source = await getPackable(folder)
  const workFolder = join(folder, '.ashlar/pack')
  const staging = join(workFolder, 'package')
  await rm(workFolder, { recursive: true, force: true })
  await mkdir(staging, { recursive: true })

  const outFolder = join(workFolder, 'compiled')
  await compilePackage({ packageName: source.name, folder, workFolder, outFolder })
  await rename(join(outFolder, 'src'), join(staging, 'dist'))
  await copyOtherSources(folder, staging)
  const files = await copyShippedFolders(folder, staging, source)
  await copyDocuments(folder, staging)
  const packageJson = publishedPackageJson(source, ['dist', ...files])
  await writeFile(join(staging, 'package.json'), `${JSON.stringify(packageJson, null, 2)}\n`)
  await assertPackageWorks(staging, packageJson)
  const packed = await writeTarball(staging, tarballFolder, packageJson)

  await rm(workFolder, { recursive: true, force: true })
  return packed
}

async function getPackable(folder: string): Promise<PackageJson> {
  const packageJson = await findPackageJson(folder)
  if (!packageJson) throw notAPackage(folder, 'it has no package.json that names it')
  if (!packageJson.version) throw notAPackage(folder, 'its package.json states no version')
  if (!existsSync(join(folder, 'src'))) throw notAPackage(folder, 'it has no src folder')
  return packageJson
}

/** Styles, locales, pictures, hand-written declarations: whatever stands among the sources and is not compiled. */
async function copyOtherSources(folder: string, staging: string): Promise<void> {
  const sources = join(folder, 'src')
  for await (const entry of glob('**/*', { cwd: sources, withFileTypes: true })) {
    const compiled = /\.(?:ts|tsx|mts|js|jsx|mjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts')
    if (!entry.isFile() || compiled) continue
    const file = join(entry.parentPath, entry.name)
    await cp(file, join(staging, 'dist', file.slice(sources.length)), { recursive: true })
  }
}

/** Copies migrations, commands, and what the package's own `files` field names. */
async function copyShippedFolders(folder: string, staging: string, source: PackageJson): Promise<readonly string[]> {
  const bins = typeof source.bin === 'string' ? [source.bin] : Object.values(source.bin ?? {})
  const named = ['migrations', ...bins.map((file) => dirname(file)), ...(source.files ?? [])]
    .map((name) => name.replace(/^\.\//, '').replace(/\/$/, ''))
    .filter((name) => name !== '.' && !/^(?:src|dist)(?:\/|$)/.test(name))
  const shipped = [...new Set(named)].filter((name) => existsSync(join(folder, name)))
  for (const name of shipped) await cp(join(folder, name), join(staging, name), { recursive: true })
  return shipped
}

async function copyDocuments(folder: string, staging: string): Promise<void> {
  const license = findUpwards(folder, 'LICENSE')
  const documents = [join(folder, 'README.md'), join(folder, 'CHANGELOG.md'), ...(license ? [license] : [])]
  for (const file of documents) if (existsSync(file)) await cp(file, join(staging, basename(file)))
}

async function writeTarball(staging: string, outFolder: string, packageJson: PackageJson): Promise<PackedPackage> {
  await mkdir(outFolder, { recursive: true })
  const { code, stdout, stderr } = await runNpm(
    ['pack', '--json', '--ignore-scripts', '--pack-destination', outFolder],
    staging,
  )
  const described = code === 0 ? parseNpmPack(stdout) : undefined
  if (!described) throw tarballFailed(packageJson.name, stderr.trim())
  return {
    name: packageJson.name,
    version: packageJson.version,
    file: join(outFolder, basename(described.filename)),
    bytes: described.size,
    files: described.files.map(({ path }) => path),
  }
}

interface NpmPackReport {
  readonly filename: string
  readonly size: number
  readonly files: readonly { readonly path: string }[]
}

/** npm 11 prints a list of packages, npm 12 a map of them by name. */
function parseNpmPack(output: string): NpmPackReport | undefined {
  const report: unknown = JSON.parse(output)
  const [first] = Object.values(report as Record<string, NpmPackReport>)
  return first
}

function runNpm(
  args: readonly string[],
  cwd: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const script = process.env.npm_execpath
  const [command, given] = script?.endsWith('.js') ? [process.execPath, [script, ...args]] : ['npm', [...args]]
  return new Promise((resolve, reject) => {
    const child = spawn(command, given, { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
