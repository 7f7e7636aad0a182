/** Compares the contracts of a workspace with their locks. */
import { join, relative } from 'node:path'
import { findRoot, listFiles, listPackageFolders } from '@ashlar/doctor'
import { type Change, type ChangeClass, heaviest } from './change.ts'
import { compareSurfaces } from './compare/compare-surfaces.ts'
import { compareTypes } from './compare/compare-types.ts'
import type { SurfacePair } from './compare/type-subjects.ts'
import { type Consumer, findConsumers, indexUses, type SourcePackage } from './consumers/find-consumers.ts'
import { noModules } from './errors.ts'
import { createFinding, type LockFinding } from './finding.ts'
import { type Lock, lockFile, type Surface } from './lock/lock.ts'
import { isLockProblem, readLock } from './lock/read-lock.ts'
import { formatLock } from './lock/write-lock.ts'
import { sameData } from './sorted.ts'
import { type ContractModule, readContractModule } from './surface/contract-module.ts'
import { type ReadModule, readSurfaces } from './surface/read-surfaces.ts'
import { carries, requiredVersion } from './version/required-version.ts'

export interface CheckContractsOptions {
  /** A folder of the workspace, or of a module. */
  readonly folder: string
}

/** A change, and who in the workspace it touches. */
export interface ReportedChange extends Change {
  readonly consumers: readonly Consumer[]
}

/** What became of one module's contract since it was locked. */
export interface ContractReport {
  readonly module: string
  readonly package: string
  /** The folder of its package. */
  readonly folder: string
  readonly lockFile: string
  /** The version in its package.json. */
  readonly version: string
  /** The version whose contract is locked; `undefined` without a lock. */
  readonly lockedVersion: string | undefined
  /** The heaviest of its changes. */
  readonly class: ChangeClass | undefined
  /** The lowest version that may carry the changes. */
  readonly requiredVersion: string | undefined
  /** The heaviest first. */
  readonly changes: readonly ReportedChange[]
  readonly findings: readonly LockFinding[]
  /** The contract as it is; `undefined` when it cannot be read. */
  readonly surface: Surface | undefined
}

export interface ContractsReport {
  readonly root: string
  readonly modules: readonly ContractReport[]
}

/**
 * Compares the contract of every module in a workspace with its lock.
 *
 * @throws ASH861 when the folder is in no package, ASH889 when there is no module, ASH890 when there is no TypeScript
 * compiler, ASH891 when it gives no verdict.
 */
export async function checkContracts({ folder }: CheckContractsOptions): Promise<ContractsReport> {
  const root = findRoot(folder)
  const folders = listPackageFolders(root).map((path) => join(root, path))
  const modules = folders.flatMap((path) => readContractModule(path) ?? [])
  if (modules.length === 0) throw noModules(root)
  const read = await readSurfaces(root, modules)
  const states = read.map((one) => ({ ...one, lock: readLock(join(one.module.folder, lockFile)) }))
  const compared = states.flatMap(({ module, surface, lock }) =>
    surface && lock && !isLockProblem(lock) ? [{ module, surface, lock }] : [],
  )
  const offers = read.flatMap(
    ({ module, surface }) => surface?.offers.map((service) => ({ service, package: module.packageName })) ?? [],
  )
  const pairs = compared.map(({ module, surface, lock }): SurfacePair => {
    const elsewhere = offers.filter((offer) => offer.package !== module.packageName).map(({ service }) => service)
    return { folder: module.folder, old: lock, now: surface, offeredElsewhere: new Set(elsewhere) }
  })
  const types = await compareTypes(root, pairs)
  const changes = new Map(
    pairs.map((pair, index) => [
      compared[index]?.module,
      mergeChanges(compareSurfaces(pair.old, pair.now), types[index] ?? []),
    ]),
  )
  const findUses = createUseFinder(root, folders, [...changes.values()].flat(), modules)
  return {
    root,
    modules: states.map(({ lock, ...one }) => report(root, one, lock, changes.get(one.module) ?? [], findUses)),
  }
}

/** A type that follows from a schema of its name changes with it; that is told once. */
function mergeChanges(declared: readonly Change[], typed: readonly Change[]): readonly Change[] {
  const told = (change: Change) => {
    const schemas = declared.filter((other) => other.surface === 'schema' && other.name === change.name)
    return change.surface === 'type' && schemas.length > 0 && heaviest([...schemas, change]) === heaviest(schemas)
  }
  const all = [...declared, ...typed.filter((change) => !told(change))]
  return (['major', 'minor', 'patch'] as const).flatMap((level) => all.filter((change) => change.class === level))
}

type FindUses = (change: Change, packageName: string) => readonly Consumer[]

function createUseFinder(
  root: string,
  folders: readonly string[],
  changes: readonly Change[],
  modules: readonly ContractModule[],
): FindUses {
  if (!changes.some(({ symbols }) => symbols.length > 0)) return () => []
  const packages = folders.map(
    (folder): SourcePackage => ({ name: nameOfPackage(folder, root), folder, files: listFiles(folder) }),
  )
  const texts = changes.flatMap(({ symbols }) => symbols.flatMap(({ literal }) => literal ?? []))
  const contracts = new Set(modules.map(({ packageName }) => `${packageName}/contract`))
  const named = packages.map((one) => ({
    ...one,
    name: modules.find(({ folder }) => folder === one.folder)?.packageName ?? one.name,
  }))
  const index = indexUses(root, named, contracts, new Set(texts))
  return (change, packageName) => findConsumers(change, packageName, index)
}

function nameOfPackage(folder: string, root: string): string {
  return relative(root, folder).replaceAll('\\', '/') || '.'
}

function report(
  root: string,
  { module, surface, problem }: ReadModule,
  lock: ReturnType<typeof readLock>,
  changes: readonly Change[],
  findUses: FindUses,
): ContractReport {
  const file = join(module.folder, lockFile)
  const locked = lock && !isLockProblem(lock) ? lock : undefined
  const level = heaviest(changes)
  const required = level && locked ? requiredVersion(locked.version, level) : undefined
  const reported = changes.map((change) => ({
    ...change,
    consumers: change.class === 'major' ? findUses(change, module.packageName) : [],
  }))
  const id = surface?.module ?? locked?.module ?? module.packageName
  const base = {
    module: id,
    package: module.packageName,
    folder: module.folder,
    lockFile: file,
    version: module.version,
  }
  const path = (absolute: string) => relative(root, absolute).replaceAll('\\', '/')
  const say = (finding: Omit<Parameters<typeof createFinding>[0], 'module' | 'file'> & { readonly file?: string }) =>
    createFinding({ module: id, file: path(file), ...finding })
  const findings = [
    ...listReadingFindings(module, problem, say, path),
    ...(isLockProblem(lock)
      ? [say({ code: lock.code, line: lock.line, message: lock.message, remedy: lock.remedy })]
      : []),
    ...(surface && lock === undefined
      ? [
          say({
            code: 'ASH880',
            message: `The contract of "${id}" has no lock, so no change of it can be seen.`,
            remedy: 'Run "ashlar contracts --write" and commit the file.',
          }),
        ]
      : []),
    ...(surface && locked
      ? listLockFindings(module, surface, locked, {
          level,
          required,
          say,
          packageFile: path(join(module.folder, 'package.json')),
        })
      : []),
  ]
  return {
    ...base,
    lockedVersion: locked?.version,
    class: level,
    requiredVersion: required,
    changes: reported,
    findings,
    surface,
  }
}

type Say = (
  finding: Omit<Parameters<typeof createFinding>[0], 'module' | 'file'> & { readonly file?: string },
) => LockFinding

function listReadingFindings(
  module: ContractModule,
  problem: ReadModule['problem'],
  say: Say,
  path: (file: string) => string,
): readonly LockFinding[] {
  if (problem) {
    const where = { file: path(problem.file), line: problem.line ?? 1 }
    return problem.kind === 'load'
      ? [
          say({
            ...where,
            code: 'ASH883',
            message: `The contract of ${module.packageName} cannot be read: ${problem.reason}.`,
            remedy: 'Correct the file; a contract must load without an environment and without a database.',
          }),
        ]
      : [
          say({
            ...where,
            code: 'ASH887',
            message: `The types of ${module.packageName} cannot be relied on: ${problem.reason.split('\n')[0]}`,
            remedy: 'Correct what the compiler refuses, or install what the contract imports.',
          }),
        ]
  }
  if (module.contractFile !== undefined) return []
  return [
    say({
      code: 'ASH888',
      level: 'warning',
      file: path(join(module.folder, 'package.json')),
      message: `${module.packageName} has no "./contract" among its exports: only what its definition says is locked.`,
      remedy: 'Export its contract as "./contract" when others are to use it.',
    }),
  ]
}

interface LockContext {
  readonly level: ChangeClass | undefined
  readonly required: string | undefined
  readonly say: Say
  readonly packageFile: string
}

function listLockFindings(
  module: ContractModule,
  surface: Surface,
  lock: Lock,
  { level, required, say, packageFile }: LockContext,
): readonly LockFinding[] {
  const findings: LockFinding[] = []
  if (level && !carries(module.version, lock.version, level)) {
    findings.push(
      say({
        code: 'ASH882',
        file: packageFile,
        message: `The contract of "${surface.module}" changed since ${lock.version} (${level}), and version ${module.version} does not say so.`,
        remedy: required
          ? `Raise the version to ${required} or above, or take the change back.`
          : `Give it a version that is one: "${module.version}" or "${lock.version}" is none.`,
      }),
    )
  }
  if (!sameData(JSON.parse(formatLock(surface, module.version)), JSON.parse(formatLock(lock, lock.version)))) {
    const what = level
      ? 'is not the contract in the sources'
      : lock.version === module.version
        ? 'is not written as it would be now'
        : `is that of ${lock.version}`
    findings.push(
      say({
        code: 'ASH881',
        message: `The lock of "${surface.module}" ${what}.`,
        remedy: 'Look at the changes with "ashlar contracts", then run "ashlar contracts --write" and commit the file.',
      }),
    )
  }
  return findings
}
