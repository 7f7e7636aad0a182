/** Who asks, for the yard: a number in the `Authorization` header is a user, who belongs to the tenant of the same number. */
import { defineModule } from 'ashlar'
import { authProvider, type Tenant, tenantProvider } from 'ashlar/contract'
import { describeModule, type ModuleSource } from 'ashlar/runtime'

/** The tenant of a number. */
export function tenantOf(number: number): Tenant {
  const slug = `tenant-${number}`
  return {
    id: `00000000-0000-7000-8000-${number.toString().padStart(12, '0')}`,
    name: slug,
    slug,
    suspended: false,
  }
}

const offers = {
  authProvider: {
    cookieNames: [],
    authenticate: async ({ authorization }: { authorization: string | undefined }) => {
      if (authorization === undefined) return undefined
      const id = `user ${authorization}`
      return { identity: { id, name: id, email: 'user@example.test', roles: [] }, sessionId: id }
    },
    signInPath: () => '/sign-in',
  },
  tenantProvider: {
    find: async ({ userId = '' }: { userId: string | undefined }) => ({
      named: [],
      memberships: [tenantOf(Number(userId.replace('user ', '')))],
      chosen: undefined,
    }),
  },
}

const definition = defineModule({
  id: 'people',
  offers: { authProvider, tenantProvider },
  start: async (): Promise<unknown> => ({ default: () => ({ offers }) }),
})

export const peopleModule: ModuleSource = {
  manifest: describeModule({ packageName: '@chaos/people', version: '1.0.0' }, definition),
  load: async () => definition,
  migrationsFolder: '',
  localesFolder: '',
}
