/** Which version a change of contract asks for. Source: Semantic Versioning 2.0.0, and what a caret range takes in below 1.0.0. */
import { gt, inc, parse } from 'semver'
import type { ChangeClass } from '../change.ts'

/**
 * The lowest version that may carry a change, counted from the version whose contract is locked; `undefined` when that
 * is no version.
 *
 * Below 1.0.0 a caret range takes in patches only, so a breaking change asks for the next minor version and everything
 * else for the next patch. A pre-release already announces its version: a change that this version may carry asks for
 * none above it.
 */
export function requiredVersion(locked: string, change: ChangeClass): string | undefined {
  const version = parse(locked)
  return version ? (inc(version.version, releaseOf(version, change)) ?? undefined) : undefined
}

function releaseOf(
  { major, minor }: { readonly major: number; readonly minor: number },
  change: ChangeClass,
): ChangeClass {
  if (major > 0) return change
  return change === 'major' && minor > 0 ? 'minor' : 'patch'
}

/** Whether a version may carry a change since a locked one. A version that is none promises nothing. */
export function carries(version: string, locked: string, change: ChangeClass): boolean {
  const required = requiredVersion(locked, change)
  const given = parse(version)
  if (!required || !given) return false
  return gt(given, locked) && !gt(required, `${given.major}.${given.minor}.${given.patch}`)
}
