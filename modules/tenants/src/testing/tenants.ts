/** Tenants for tests of apps that have this module. */
import type { TestApp, TestClient, TestResponse } from '@ashlar/testing'
import type { User } from '@ashlar/users/contract'
import type { Tenant } from 'ashlar/contract'
import { toBound } from '../actions/create-tenant-provider.ts'
import { routes, type TenantForm, tenants } from '../contract.ts'

/** What a tenant is made of; what is left out is made up. */
export interface GivenTenant extends Partial<TenantForm> {
  /** The ids of users that belong to it. @default nobody */
  readonly members?: readonly User['id'][]
}

let count = 0

/** Makes a tenant that nobody else has. Its `id` is what rows carry, as `withTenant()` takes it. */
export async function createTenant(app: TestApp, { members = [], ...given }: GivenTenant = {}): Promise<Tenant> {
  const service = await app.app.findService(tenants)
  if (!service) throw new TypeError('The app has no module @ashlar/tenants.')
  count += 1
  const form = { name: `Tenant ${count}`, slug: `tenant-${count}`, ...given }
  return app.run(async () => {
    const id = await service.create(form)
    for (const userId of members) await service.addMember(id, userId)
    return toBound({ ...form, id, suspended: false })
  })
}

/** Has a client that is signed in work for another tenant, as the switch in the shell does. */
export async function switchTenant(client: TestClient, slug: string): Promise<TestResponse> {
  return client.submit('POST', routes.switch(), { slug }, { referer: `http://localhost${routes.choose()}` })
}
