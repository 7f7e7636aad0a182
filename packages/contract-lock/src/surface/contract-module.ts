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
  /** What stands behind `<package>/contract`; `undefined` when the package has no such door. */
  readonly contract: ContractFiles | undefined
}

/** The two faces of a contract; one file where it is a source of TypeScript. */
export interface ContractFiles {
  /** The file that runs. */
  readonly file: string
  /** The file that the compiler reads. */
  readonly typesFile: string
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
  return {
    packageName: name,
    version,
    folder,
    definitionFile: resolve(folder, ashlar.module),
    contract: findContract(folder, exports?.['./contract']),
  }
}

function findContract(folder: string, door: unknown): ContractFiles | undefined {
  const file = findTarget(door, ['import', 'default'])
  const typesFile = findTarget(door, ['types', 'import', 'default'])
  return file && typesFile ? { file: resolve(folder, file), typesFile: resolve(folder, typesFile) } : undefined
}

/** The file that an entry of `exports` leads to, by the first condition it has. */
function findTarget(door: unknown, conditions: readonly string[]): string | undefined {
  if (typeof door === 'string') return door
  if (typeof door !== 'object' || door === null) return undefined
  const found = conditions.find((condition) => condition in door)
  return found && findTarget((door as Readonly<Record<string, unknown>>)[found], conditions)
}
