/** Who in a workspace uses what changed in a contract. */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { listFiles } from '@ashlar/doctor'
import { z } from 'zod'
import type { Change, ContractSymbol } from '../change.ts'
import { indexUses, type SourcePlace, type Use, type UseIndex } from './index-uses.ts'

/** A place in the sources of another package that a change breaks. */
export type Consumer = SourcePlace

/** A change of the contract of a package. */
export interface PackageChange {
  readonly package: string
  readonly change: Change
}

/** Finds the consumers of breaking changes; whatever is not breaking has none. */
export function findConsumers(
  root: string,
  folders: readonly string[],
  changes: readonly PackageChange[],
): ReadonlyMap<Change, readonly Consumer[]> {
  const breaking = changes.filter(({ change }) => change.class === 'major' && change.symbols.length > 0)
  if (breaking.length === 0) return new Map()
  const packages = folders.map((folder) => ({
    name: readName(folder) ?? (relative(root, folder).replaceAll('\\', '/') || '.'),
    folder,
    files: listFiles(folder),
  }))
  const contracts = new Set(breaking.map((one) => contractOf(one.package)))
  const literals = breaking.flatMap(({ change }) => change.symbols.flatMap(({ literal }) => literal ?? []))
  const index = indexUses(root, packages, contracts, new Set(literals))
  return new Map(breaking.map((one) => [one.change, listPlaces(one, index)]))
}

const PackageJson = z.object({ name: z.string() })

/** The name of the package in a folder; it needs none to use contracts. */
function readName(folder: string): string | undefined {
  try {
    return PackageJson.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).name
  } catch {
    // A package.json that is broken is the doctor's to tell of.
    return undefined
  }
}

function contractOf(packageName: string): string {
  return `${packageName}/contract`
}

/** The places that a change touches, each once. A use as a whole counts for every member. */
function listPlaces(
  { package: packageName, change }: PackageChange,
  { uses, literals }: UseIndex,
): readonly Consumer[] {
  const contract = contractOf(packageName)
  const names = (symbol: ContractSymbol, use: Use) =>
    use.name === '*' ||
    (use.name === symbol.name &&
      (symbol.member === undefined || use.member === undefined || use.member === symbol.member))
  const found = [
    ...uses.filter((use) => use.contract === contract && change.symbols.some((symbol) => names(symbol, use))),
    ...literals.filter(({ text }) => change.symbols.some((symbol) => symbol.literal === text)),
  ]
  const places = found
    .filter((place) => place.package !== packageName)
    .map(({ package: name, file, line }) => ({ package: name, file, line }))
  return [...new Map(places.map((place) => [`${place.file}:${place.line}`, place])).values()].toSorted((left, right) =>
    left.file === right.file ? left.line - right.line : left.file < right.file ? -1 : 1,
  )
}
