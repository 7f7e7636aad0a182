import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { ModuleDefinition } from 'ashlar'
import type { ContractModule } from './contract-module.ts'

/** A contract as it is when it runs. */
export interface LoadedContract {
  readonly definition: ModuleDefinition
  /** What `<package>/contract` exports as values. */
  readonly values: Readonly<Record<string, unknown>>
}

/** Why a contract cannot be read. */
export interface LoadProblem {
  readonly file: string
  readonly reason: string
}

/** Imports the definition and the contract of a module, which by rule has no effect. */
export async function loadContract(module: ContractModule): Promise<LoadedContract | LoadProblem> {
  const exported = await load(module.definitionFile)
  if ('reason' in exported) return exported
  const definition = exported.values.default
  if (!isDefinition(definition))
    return { file: module.definitionFile, reason: 'its default export is no module definition' }
  if (module.contract === undefined) return { definition, values: {} }
  const contract = await load(module.contract.file)
  return 'reason' in contract ? contract : { definition, values: contract.values }
}

function isDefinition(value: unknown): value is ModuleDefinition {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ashlar-module'
}

async function load(file: string): Promise<{ readonly values: Readonly<Record<string, unknown>> } | LoadProblem> {
  if (!existsSync(file)) return { file, reason: 'the file does not exist' }
  try {
    return { values: { ...((await import(pathToFileURL(file).href)) as object) } }
  } catch (cause) {
    return { file, reason: cause instanceof Error ? cause.message : String(cause) }
  }
}
