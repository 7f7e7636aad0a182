/** The modules of a workspace that have a contract to lock. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const PackageJson = z.object({
  name: z.string(),
  version: z.string().default('0.0.0'),
  ashlar: z.object({ module: z.string() }),
  exports: z.record(z.string(), z.unknown()).optional().catch(undefined),
})

export interface ContractModule {
  readonly packageName: string
  readonly version: string
  /** The folder of its package. */
  readonly folder: string
  readonly definitionFile: string
  /** The file behind `<package>/contract`; `undefined` when the package has no such door. */
  readonly contractFile: string | undefined
}

/** Reads the package in a folder; `undefined` when it is no module. */
export function readContractModule(folder: string): ContractModule | undefined {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return undefined
  let data: unknown
  try {
    data = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // A package.json that is no JSON is the doctor's to tell of.
    return undefined
  }
  const parsed = PackageJson.safeParse(data)
  if (!parsed.success) return undefined
  const { name, version, ashlar, exports } = parsed.data
  const door = findTarget(exports?.['./contract'])
  return {
    packageName: name,
    version,
    folder,
    definitionFile: resolve(folder, ashlar.module),
    contractFile: door === undefined ? undefined : resolve(folder, door),
  }
}

function findTarget(door: unknown): string | undefined {
  if (typeof door === 'string') return door
  if (typeof door !== 'object' || door === null) return undefined
  const conditions = door as Readonly<Record<string, unknown>>
  return findTarget(conditions.types ?? conditions.import ?? conditions.default)
}
