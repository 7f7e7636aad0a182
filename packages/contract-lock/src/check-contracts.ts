/** Compares the contracts of a workspace with their locks. */
import { join, relative } from 'node:path'
import { findRoot, listPackageFolders } from '@ashlar/doctor'
import { type Change, type ChangeClass, heaviest } from './change.ts'
import { compareSurfaces } from './compare/compare-surfaces.ts'
import { compareTypes } from './compare/types/compare-types.ts'
import type { SurfacePair } from './compare/types/subjects.ts'
import { type Consumer, findConsumers } from './consumers/find-consumers.ts'
import { noModules } from './errors.ts'
import type { LockFinding } from './findings/finding.ts'
import { listFindings } from './findings/list-findings.ts'
import { type Lock, lockFile, type Surface } from './lock/lock.ts'
import { isLockProblem, type LockProblem, readLock } from './lock/read-lock.ts'
import { type ContractModule, readContractModule } from './surface/contract-module.ts'
import { type ReadModule, readSurfaces } from './surface/read-surfaces.ts'
import { judgeVersion } from './version/judge-version.ts'

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
  /** The heaviest of all changes since the locked version was released, those that are locked already included. */
  readonly releaseClass: ChangeClass | undefined
  /** The lowest version that may carry all of them. */
  readonly requiredVersion: string | undefined
  /** The changes that a lock written now has to keep for the next release. */
  readonly unreleased: ChangeClass | undefined
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
  const states = (await readSurfaces(root, modules)).map((read): LockedModule => {
    const file = join(read.module.folder, lockFile)
    return { read, lockFile: file, lock: readLock(file) }
  })
  const changes = await listChanges(root, states)
  const consumers = findConsumers(
    root,
    folders,
    [...changes].flatMap(([{ packageName }, found]) => found.map((change) => ({ package: packageName, change }))),
  )
  return {
    root,
    modules: states.map((state) => {
      const found = changes.get(state.read.module) ?? []
      return describeModule(
        root,
        state,
        found.map((change) => ({ ...change, consumers: consumers.get(change) ?? [] })),
      )
    }),
  }
}

/** A module as it is, with its lock as it stands in the file. */
interface LockedModule {
  readonly read: ReadModule
  readonly lockFile: string
  readonly lock: Lock | LockProblem | undefined
}

/** The changes of every module of which both the contract and the lock can be read. */
async function listChanges(
  root: string,
  states: readonly LockedModule[],
): Promise<ReadonlyMap<ContractModule, readonly Change[]>> {
  const pairs = states.flatMap(({ read: { module, surface }, lock }): readonly ModulePair[] => {
    if (!surface || !lock || isLockProblem(lock)) return []
    const offeredElsewhere = states.flatMap(({ read }) => (read.module === module ? [] : (read.surface?.offers ?? [])))
    return [{ module, folder: module.folder, old: lock, now: surface, offeredElsewhere: new Set(offeredElsewhere) }]
  })
  const types = await compareTypes(root, pairs)
  return new Map(
    pairs.map(({ module, old, now }, index) => [module, joinChanges(compareSurfaces(old, now), types[index] ?? [])]),
  )
}

interface ModulePair extends SurfacePair {
  readonly module: ContractModule
}

/** A type that follows from a schema of its name changes with it; that is told once. */
function joinChanges(declared: readonly Change[], typed: readonly Change[]): readonly Change[] {
  const isTold = (change: Change) => {
    const schemas = declared.filter((other) => other.surface === 'schema' && other.name === change.name)
    return change.surface === 'type' && schemas.length > 0 && heaviest([...schemas, change]) === heaviest(schemas)
  }
  const all = [...declared, ...typed.filter((change) => !isTold(change))]
  return (['major', 'minor', 'patch'] as const).flatMap((level) => all.filter((change) => change.class === level))
}

function describeModule(root: string, state: LockedModule, changes: readonly ReportedChange[]): ContractReport {
  const { module, surface } = state.read
  const lock = isLockProblem(state.lock) ? undefined : state.lock
  const level = heaviest(changes)
  const version = surface && lock ? judgeVersion(module.version, lock, level) : undefined
  const id = surface?.module ?? lock?.module ?? module.packageName
  const findings = listFindings(id, { ...state, class: level, version })
  return {
    module: id,
    package: module.packageName,
    folder: module.folder,
    lockFile: state.lockFile,
    version: module.version,
    lockedVersion: lock?.version,
    class: level,
    releaseClass: version?.class,
    requiredVersion: version?.required,
    unreleased: version?.unreleased,
    changes,
    findings: findings.map((finding) => ({
      ...finding,
      place: { ...finding.place, file: relative(root, finding.place.file).replaceAll('\\', '/') },
    })),
    surface,
  }
}
