/** The contracts of modules as they stand in the sources. */
import { isAbsolute } from 'node:path'
import { type ContractToType, readTypes } from '../declarations/read-types.ts'
import type { Surface } from '../lock/lock.ts'
import { sortRecord } from '../sorted.ts'
import type { ContractModule } from './contract-module.ts'
import { type LoadedContract, type LoadProblem, loadContract } from './load-contract.ts'
import { readValues, type ValueSurface } from './read-values.ts'

/** A module, and its surface or why it cannot be read. */
export interface ReadModule {
  readonly module: ContractModule
  readonly surface: Surface | undefined
  readonly problem: (LoadProblem & { readonly line?: number; readonly kind: 'load' | 'types' }) | undefined
}

/**
 * Reads the surfaces of modules.
 *
 * @throws ASH890 when there is no compiler, ASH891 when it fails without naming a place.
 */
export async function readSurfaces(root: string, modules: readonly ContractModule[]): Promise<readonly ReadModule[]> {
  const loaded = await Promise.all(modules.map(async (module) => ({ module, loaded: await loadDeclared(module) })))
  const sound = loaded.flatMap(({ module, loaded: contract }) =>
    'reason' in contract ? [] : [{ module, ...contract }],
  )
  const typed = sound.filter(({ module }) => module.contractFile !== undefined)
  const types = await readTypes(
    root,
    typed.map(({ module, contract }) => describeWanted(module, contract)),
  )
  return loaded.map(({ module, loaded: contract }): ReadModule => {
    if ('reason' in contract) return { module, surface: undefined, problem: { ...contract, kind: 'load' } }
    const index = typed.findIndex((one) => one.module === module)
    const read = types[index]
    const error = read?.errors.find(({ file }) => isAbsolute(file) && file.startsWith(`${module.folder}/`))
    if (error)
      return {
        module,
        surface: undefined,
        problem: { file: error.file, line: error.line, reason: error.text, kind: 'types' },
      }
    const kinds = listKinds(contract.contract, read?.uses ?? {})
    const offered = new Set(contract.values.offers)
    const services = Object.entries(read?.services ?? {}).map(([name, text]) => {
      const service = contract.contract.values[name] as { readonly name: string }
      return [service.name, { interface: text, offered: offered.has(service.name) }] as const
    })
    const surface: Surface = {
      module: contract.values.module,
      package: module.packageName,
      exports: kinds,
      offers: contract.values.offers,
      needs: contract.values.needs,
      permissions: contract.values.permissions,
      services: sortRecord(Object.fromEntries(services)),
      events: contract.values.events,
      settings: contract.values.settings,
      routes: contract.values.routes,
      pages: contract.values.pages,
      schemas: contract.values.schemas,
      tables: contract.values.tables,
      imports: read?.imports ?? {},
      types: read?.types ?? {},
    }
    return { module, surface, problem: undefined }
  })
}

type Declared = { readonly contract: LoadedContract; readonly values: ValueSurface } | LoadProblem

async function loadDeclared(module: ContractModule): Promise<Declared> {
  const contract = await loadContract(module)
  if ('reason' in contract) return contract
  try {
    return { contract, values: await readValues(contract) }
  } catch (cause) {
    return { file: module.definitionFile, reason: cause instanceof Error ? cause.message : String(cause) }
  }
}

function describeWanted(module: ContractModule, { values }: LoadedContract): ContractToType {
  const names = Object.keys(values).toSorted()
  return {
    folder: module.folder,
    contractFile: module.contractFile ?? module.definitionFile,
    services: names.filter((name) => kindOf(values[name]) === 'service'),
    values: names.filter((name) => name !== 'default' && kindOf(values[name]) === 'value'),
  }
}

function listKinds({ values }: LoadedContract, uses: Readonly<Record<string, string>>): Record<string, string> {
  const kinds: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) kinds[name] = kindOf(value)
  for (const [name, use] of Object.entries(uses)) {
    // A class or an enum is a type by itself.
    kinds[name] = kinds[name] === undefined ? use : `${kinds[name]}, ${use}`
  }
  return sortRecord(kinds)
}

/** What an exported value is, told by its brand; anything without one is a value of the contract's own. */
function kindOf(value: unknown): string {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return 'value'
  if ('_zod' in value) return 'schema'
  const brand = 'kind' in value ? value.kind : undefined
  if (brand === 'event' && 'name' in value && 'version' in value) return `event ${value.name}@${value.version}`
  if (brand === 'service' || brand === 'settings' || brand === 'permission' || brand === 'route' || brand === 'page')
    return brand
  const members = typeof value === 'object' ? Object.values(value) : []
  const brands = new Set(members.map((member: unknown) => (isBranded(member) ? member.kind : undefined)))
  const [only] = brands
  return brands.size === 1 && (only === 'permission' || only === 'route' || only === 'page') ? `${only}s` : 'value'
}

function isBranded(value: unknown): value is { readonly kind: unknown } {
  return value !== null && (typeof value === 'object' || typeof value === 'function') && 'kind' in value
}
