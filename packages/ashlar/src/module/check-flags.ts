/** The checks of the flags that modules declare, and of what depends on them. */
import type { AshlarError } from '../contract/errors.ts'
import { flagDeclaredTwice, flagUnknown } from './flag-errors.ts'
import type { ModuleManifest } from './manifest.ts'
import { listRepeated } from './repeated.ts'

/** Every problem that the flags of a set of modules have; unless all are there, nothing is held to be missing. */
export function checkFlags(manifests: readonly ModuleManifest[], complete: boolean): AshlarError[] {
  const known = new Set(manifests.flatMap(({ flags }) => flags.map(({ name }) => name)))
  const twice = manifests.flatMap(({ id, flags }) =>
    listRepeated(flags, ({ name }) => name).map(([name]) => flagDeclaredTwice(id, name)),
  )
  if (!complete) return twice
  const missing = manifests.flatMap(({ id, routes, jobs }) =>
    [
      ...routes.map(({ key, flag }) => ({ gated: `the route "${key}"`, flag })),
      ...jobs.map(({ name, flag }) => ({ gated: `the job "${name}"`, flag })),
    ].flatMap(({ gated, flag }) => (typeof flag !== 'string' || known.has(flag) ? [] : [flagUnknown(id, gated, flag)])),
  )
  return [...twice, ...missing]
}
