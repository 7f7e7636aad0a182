/** Which permissions the roles of an app's configuration grant. */
import type { AppConfig } from '../module/app-config.ts'
import type { ModuleManifest } from '../module/manifest.ts'
import { matchesPermission } from '../module/permission-pattern.ts'

/** Grants permissions by roles. The same roles always give the same set, so that what depends on it can be kept. */
export type GrantPermissions = (roles: readonly string[]) => ReadonlySet<string>

const none: ReadonlySet<string> = new Set()

/** Prepares the roles of an app. A role that the configuration does not know grants nothing. */
export function createRoles(config: AppConfig, manifests: readonly ModuleManifest[]): GrantPermissions {
  const known = manifests.flatMap(({ permissions }) => permissions.map(({ name }) => name))
  const granted = new Map<string, ReadonlySet<string>>()
  const combined = new Map<string, ReadonlySet<string>>()
  for (const [role, patterns] of Object.entries(config.roles ?? {})) {
    const names = patterns.map((pattern) => (typeof pattern === 'string' ? pattern : pattern.name))
    granted.set(role, new Set(known.filter((permission) => names.some((name) => matchesPermission(name, permission)))))
  }

  return (roles) => {
    const [only] = roles
    if (only === undefined) return none
    if (roles.length === 1) return granted.get(only) ?? none
    const key = roles.toSorted().join('\n')
    const cached = combined.get(key)
    if (cached) return cached
    const union = new Set(roles.flatMap((role) => [...(granted.get(role) ?? none)]))
    combined.set(key, union)
    return union
  }
}
