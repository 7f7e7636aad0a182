import { parse } from 'semver'
import { type ChangeClass, heaviest } from '../change.ts'
import type { LockedVersion } from '../lock/lock.ts'
import { carries, requiredVersion } from './required-version.ts'

/** What the version of a package says of the changes of its contract. */
export interface VersionVerdict {
  /** The class of all changes since the locked version was released. */
  readonly class: ChangeClass | undefined
  /** The lowest version that may carry them; `undefined` when there are none, or no version to count from. */
  readonly required: string | undefined
  /** Whether the version is still the locked one, which is to be raised with the next release, or may carry them. */
  readonly isHonest: boolean
  /** The changes that a lock written now has to keep for that release. */
  readonly unreleased: ChangeClass | undefined
}

/** Judges a version by the lock and by what changed since it was written. */
export function judgeVersion(version: string, locked: LockedVersion, changed: ChangeClass | undefined): VersionVerdict {
  const level = heaviest([locked.unreleased, changed].flatMap((one) => (one ? [{ class: one }] : [])))
  if (!level) return { class: undefined, required: undefined, isHonest: true, unreleased: undefined }
  const required = requiredVersion(locked.version, level)
  const isReleased = version !== locked.version
  return {
    class: level,
    required,
    isHonest: isReleased ? carries(version, locked.version, level) : parse(version) !== null,
    unreleased: isReleased ? undefined : level,
  }
}
