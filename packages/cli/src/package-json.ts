import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** An `exports` field, or a part of one: a file, or conditions leading to files. */
export type ExportTarget = string | null | readonly ExportTarget[] | { readonly [key: string]: ExportTarget }

/** The fields of a package.json that the command reads. */
export interface PackageJson {
  readonly name: string
  readonly version: string
  readonly exports?: ExportTarget
  readonly bin?: string | Readonly<Record<string, string>>
  readonly files?: readonly string[]
  readonly dependencies?: Readonly<Record<string, string>>
  readonly ashlar?: { readonly module?: string }
  readonly [field: string]: unknown
}

/** The package.json of a folder, or `undefined` when it is absent, is no JSON, or names no package. */
export async function findPackageJson(folder: string): Promise<PackageJson | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    return isPackageJson(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function isPackageJson(value: unknown): value is PackageJson {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
}
