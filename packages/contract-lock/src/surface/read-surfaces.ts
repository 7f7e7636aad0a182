/** The contracts of modules as they stand in the sources. */
import { sep } from 'node:path'
import { type ContractToType, type ReadTypes, readTypes } from '../declarations/read-types.ts'
import type { Surface } from '../lock/lock.ts'
import { sortRecord } from '../sorted.ts'
import type { ContractModule } from './contract-module.ts'
import { kindOf, listKinds } from './export-kinds.ts'
import { type LoadedContract, type LoadProblem, loadContract } from './load-contract.ts'
import { readValues, type ValueSurface } from './read-values.ts'

/** Why there is no surface: a file that cannot be loaded, or whose types the compiler refuses. */
export interface SurfaceProblem extends LoadProblem {
  readonly kind: 'load' | 'types'
  /** Counted from 1. */
  readonly line: number
}

/** A module and its surface. */
export interface ModuleSurface {
  readonly module: ContractModule
  readonly surface: Surface
  readonly problem?: undefined
}

/** A module whose surface cannot be read. */
export interface UnreadModule {
  readonly module: ContractModule
  readonly surface?: undefined
  readonly problem: SurfaceProblem
}

export type ReadModule = ModuleSurface | UnreadModule

/**
 * Reads the surfaces of modules.
 *
 * @throws ASH890 when there is no compiler, ASH891 when it fails without naming a place.
 */
export async function readSurfaces(root: string, modules: readonly ContractModule[]): Promise<readonly ReadModule[]> {
  const loaded = await Promise.all(modules.map(loadDeclared))
  const wanted = loaded.flatMap((one) => ('problem' in one ? [] : (describeWanted(one) ?? [])))
  const read = await readTypes(root, wanted)
  const types = new Map(wanted.map(({ folder }, index) => [folder, read[index]]))
  return loaded.map((one): ReadModule => {
    if ('problem' in one) return one
    const { module } = one
    const typed = types.get(module.folder)
    const error = typed?.errors.find(({ file }) => file.startsWith(module.folder + sep))
    return error
      ? { module, problem: { file: error.file, line: error.line, reason: error.text, kind: 'types' } }
      : { module, surface: joinSurface(one, typed) }
  })
}

/** A contract of which everything but the types is known. */
interface DeclaredContract {
  readonly module: ContractModule
  readonly contract: LoadedContract
  readonly declared: ValueSurface
}

async function loadDeclared(module: ContractModule): Promise<DeclaredContract | UnreadModule> {
  const contract = await loadContract(module)
  if ('reason' in contract) return { module, problem: { ...contract, line: 1, kind: 'load' } }
  try {
    return { module, contract, declared: await readValues(contract) }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return { module, problem: { file: module.definitionFile, reason, line: 1, kind: 'load' } }
  }
}

/** What the compiler is asked of a contract; nothing without one. */
function describeWanted({ module, contract: { values } }: DeclaredContract): ContractToType | undefined {
  if (module.contract === undefined) return undefined
  const names = Object.keys(values).toSorted()
  return {
    folder: module.folder,
    contractFile: module.contract.typesFile,
    services: names.filter((name) => kindOf(values[name]).startsWith('service ')),
    values: names.filter((name) => name !== 'default' && kindOf(values[name]) === 'value'),
  }
}

function joinSurface({ module, contract, declared }: DeclaredContract, types: ReadTypes | undefined): Surface {
  const services = Object.entries(types?.services ?? {}).map(([exported, text]) => {
    const { name } = contract.values[exported] as { readonly name: string }
    return [name, { interface: text, offered: declared.offers.includes(name) }] as const
  })
  return {
    module: declared.module,
    package: module.packageName,
    exports: listKinds(contract.values, types?.uses ?? {}),
    offers: declared.offers,
    needs: declared.needs,
    permissions: declared.permissions,
    services: sortRecord(Object.fromEntries(services)),
    events: declared.events,
    settings: declared.settings,
    routes: declared.routes,
    pages: declared.pages,
    schemas: declared.schemas,
    tables: declared.tables,
    imports: types?.imports ?? {},
    types: types?.types ?? {},
  }
}
