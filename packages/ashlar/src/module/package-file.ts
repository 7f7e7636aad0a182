/** Finds packages as Node does, and reads their package.json. */
import { existsSync } from 'node:fs'
import { readFile, realpath } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { packageFileMalformed } from './errors.ts'

const PackageFile = z.object({
  version: z.string().default('0.0.0'),
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  ashlar: z.unknown().optional(),
})

/** The part of a package.json that discovery reads. */
export type PackageFile = z.output<typeof PackageFile>

/**
 * The folder of an installed package, seen from a folder: in its `node_modules`, or in those of the folders above it. A
 * package finds itself by its own name too, as in Node, so that a module's tests can name it.
 */
export async function findPackage(packageName: string, from: string): Promise<string | undefined> {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', packageName)
    if (existsSync(join(candidate, 'package.json'))) return realpath(candidate)
    if ((await findOwnName(folder)) === packageName) return realpath(folder)
    if (folder === dirname(folder)) return undefined
  }
}

async function findOwnName(folder: string): Promise<unknown> {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return undefined
  const contents = await readJson(file)
  return typeof contents === 'object' && contents !== null && 'name' in contents ? contents.name : undefined
}

/** Reads the package.json of an app. @throws ASH130 when it is malformed. */
export async function readPackageFile(file: string): Promise<PackageFile> {
  return parsePackageFile(file, await readJson(file))
}

/**
 * Reads the package.json of a dependency. One without an `ashlar` field gives `undefined`, whatever else is in it.
 *
 * @throws ASH130 when it is malformed.
 */
export async function findAshlarPackageFile(file: string): Promise<PackageFile | undefined> {
  const contents = await readJson(file)
  if (typeof contents !== 'object' || contents === null || !('ashlar' in contents)) return undefined
  return parsePackageFile(file, contents)
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw packageFileMalformed(file, cause instanceof Error ? cause.message : String(cause))
  }
}

function parsePackageFile(file: string, contents: unknown): PackageFile {
  const result = PackageFile.safeParse(contents)
  if (result.success) return result.data
  throw packageFileMalformed(
    file,
    result.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`).join('; '),
  )
}
