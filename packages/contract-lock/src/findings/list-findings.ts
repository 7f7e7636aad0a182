/** What keeps the lock of a module from being in order, as findings. */
import { join } from 'node:path'
import type { ChangeClass } from '../change.ts'
import type { Lock } from '../lock/lock.ts'
import { isLockProblem, type LockProblem } from '../lock/read-lock.ts'
import { formatLock } from '../lock/write-lock.ts'
import { sameData } from '../sorted.ts'
import type { ModuleSurface, ReadModule, SurfaceProblem } from '../surface/read-surfaces.ts'
import type { VersionVerdict } from '../version/judge-version.ts'
import { createFinding, type LockFinding } from './finding.ts'

/** A module with its lock, and what was made of the two. */
export interface JudgedModule {
  readonly read: ReadModule
  readonly lockFile: string
  readonly lock: Lock | LockProblem | undefined
  /** The class of the changes since the lock was written. */
  readonly class: ChangeClass | undefined
  /** `undefined` unless both sides can be read. */
  readonly version: VersionVerdict | undefined
}

/** A finding before it is known of which module. */
type Problem = Omit<Parameters<typeof createFinding>[0], 'module'>

/** Lists what is wrong with the lock of a module called `id`; the files of the findings are whole paths. */
export function listFindings(id: string, judged: JudgedModule): readonly LockFinding[] {
  const { read, lock, lockFile } = judged
  return [
    ...(read.problem ? [describeUnread(read.module.packageName, read.problem)] : []),
    ...(read.surface && !read.module.contract ? [describeNoContract(read.module)] : []),
    ...(isLockProblem(lock) ? [{ file: lockFile, ...lock }] : []),
    ...(read.surface && lock === undefined ? [describeNoLock(id, lockFile)] : []),
    ...(read.surface && lock && !isLockProblem(lock) ? listLockProblems(read, lock, judged) : []),
  ].map((problem) => createFinding({ ...problem, module: id }))
}

function describeUnread(packageName: string, { kind, file, line, reason }: SurfaceProblem): Problem {
  if (kind === 'load')
    return {
      code: 'ASH883',
      file,
      line,
      message: `The contract of ${packageName} cannot be read: ${reason.replace(/\.$/, '')}.`,
      remedy: 'Correct the file; a contract must load without an environment and without a database.',
    }
  return {
    code: 'ASH887',
    file,
    line,
    message: `The types of ${packageName} cannot be relied on: ${reason.split('\n')[0]}`,
    remedy: 'Correct what the compiler refuses, or install what the contract imports.',
  }
}

function describeNoContract({ packageName, folder }: ReadModule['module']): Problem {
  return {
    code: 'ASH888',
    level: 'warning',
    file: join(folder, 'package.json'),
    message: `${packageName} has no "./contract" among its exports: only what its definition says is locked.`,
    remedy: 'Export its contract as "./contract" when others are to use it.',
  }
}

function describeNoLock(id: string, file: string): Problem {
  return {
    code: 'ASH880',
    file,
    message: `The contract of "${id}" has no lock, so no change of it can be seen.`,
    remedy: 'Run "ashlar contracts --write" and commit the file.',
  }
}

function listLockProblems({ module, surface }: ModuleSurface, lock: Lock, judged: JudgedModule): readonly Problem[] {
  const { version, lockFile } = judged
  const problems: Problem[] = []
  if (version && !version.isHonest) problems.push(describeVersion({ module, surface }, lock, version))
  const written = formatLock(surface, { version: module.version, unreleased: version?.unreleased })
  if (!sameData(JSON.parse(written), JSON.parse(formatLock(lock, lock))))
    problems.push({
      code: 'ASH881',
      file: lockFile,
      message: `The lock of "${surface.module}" ${describeDifference(module.version, lock, judged.class)}.`,
      remedy: 'Look at the changes with "ashlar contracts", then run "ashlar contracts --write" and commit the file.',
    })
  return problems
}

function describeVersion({ module, surface }: ModuleSurface, lock: Lock, verdict: VersionVerdict): Problem {
  const { class: level, required } = verdict
  return {
    code: 'ASH882',
    file: join(module.folder, 'package.json'),
    message: `The contract of "${surface.module}" changed since ${lock.version} (${level}), and version ${module.version} does not say so.`,
    remedy: required
      ? `Raise the version to ${required} or above, or take the change back.`
      : `Give it a version that is one: "${module.version}" or "${lock.version}" is none.`,
  }
}

function describeDifference(version: string, lock: Lock, level: ChangeClass | undefined): string {
  if (level) return 'is not the contract in the sources'
  return lock.version === version ? 'is not written as it would be now' : `is that of ${lock.version}`
}
