/** The changes between two states of a contract, its types aside. */
import type { Change } from '../change.ts'
import type { Surface } from '../lock/lock.ts'
import { compareDeclared } from './compare-declared.ts'
import { compareExports } from './compare-exports.ts'
import { compareIdentity } from './compare-identity.ts'
import { compareNamedSchemas } from './compare-named-schemas.ts'
import { comparePermissions } from './compare-permissions.ts'
import { compareRoutes } from './compare-routes.ts'
import { compareSettings } from './compare-settings.ts'
import { compareTables } from './compare-tables.ts'

/** Compares everything that a contract declares. */
export function compareSurfaces(old: Surface, now: Surface): readonly Change[] {
  return [
    ...compareIdentity(old, now),
    ...compareExports(old, now),
    ...comparePermissions(old, now),
    ...compareRoutes(old, now),
    ...compareDeclared(old, now, 'page'),
    ...compareDeclared(old, now, 'event'),
    ...compareNamedSchemas(old, now),
    ...compareSettings(old, now),
    ...compareTables(old, now),
  ]
}
