import { type Tenant, type TypeIdOf, tenantProvider, uuidOf } from 'ashlar/contract'
import type { App } from 'ashlar/runtime'
import { tenantNotFound, tenantNotNamed } from '../errors.ts'

/**
 * The tenant that a command works for: the one that is named, or the only one. `undefined` in an app that serves a single one.
 *
 * @throws ASH512 for a tenant that is not there, ASH513 when there are several and none is named, or none at all.
 */
export async function chooseTenant(app: App, name: string | undefined): Promise<Tenant | undefined> {
  const tenants = await findTenants(app)
  if (name !== undefined) return getTenant(tenants ?? [], name)
  if (tenants === undefined) return undefined
  const [only, second] = tenants
  if (only === undefined || second !== undefined) throw tenantNotNamed(tenants.map(({ slug }) => slug))
  return only
}

/** The ids of the tenants that are named. @throws ASH512 for one that is not there. */
export async function getTenantIds(app: App, names: readonly string[]): Promise<readonly string[]> {
  const tenants = (await findTenants(app)) ?? []
  return names.map((name) => getTenant(tenants, name).id)
}

async function findTenants(app: App): Promise<readonly Tenant[] | undefined> {
  const provider = await app.findService(tenantProvider)
  return provider && app.run(() => provider.list())
}

/** People name a tenant by its short name, or by its id as rows carry it or as pages show it. An id goes first: nobody chooses one. */
function getTenant(tenants: readonly Tenant[], name: string): Tenant {
  const uuid = readUuid(name)
  const found = tenants.find(({ id }) => id === uuid) ?? tenants.find(({ slug }) => slug === name)
  if (found !== undefined) return found
  throw tenantNotFound(
    name,
    tenants.map(({ slug }) => slug),
  )
}

function readUuid(name: string): string {
  if (!name.includes('_')) return name.toLowerCase()
  try {
    return uuidOf(name as TypeIdOf<string>)
  } catch {
    return name
  }
}
