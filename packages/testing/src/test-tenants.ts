/** A stand-in for the module that knows tenants: a test names them, and each client belongs to the one it works for. */
import { behaviour, defineModule } from 'ashlar'
import { type Tenant, tenantProvider } from 'ashlar/contract'
import { describeModule, type ModuleSource } from 'ashlar/runtime'
import { tenantOfSession } from './test-identity.ts'

/** The tenants of a test app as a module of it. */
export function testTenants(slugs: readonly string[]): ModuleSource {
  const all = slugs.map((slug) => tenantOf(slugs, slug))
  const definition = defineModule({
    id: 'test-tenants',
    offers: { tenantProvider },
    start: async (): Promise<unknown> => ({ default: start }),
  })
  const start = behaviour<typeof definition>(() => ({
    offers: {
      tenantProvider: {
        paths: { choose: '/choose-tenant', switch: '/switch-tenant' },
        find: async (search) => ({
          named: all.filter(({ slug }) => search.slugs.includes(slug)),
          memberships: all.filter(({ slug }) => slug === tenantOfSession(search.sessionId)),
          chosen: undefined,
        }),
        list: async () => all,
      },
    },
  }))
  return {
    manifest: describeModule({ packageName: '@ashlar/testing', version: '0.1.0' }, definition),
    load: async () => definition,
    migrationsFolder: '',
    localesFolder: '',
  }
}

/** The tenant of a slug, by the same id each time. @throws TypeError for a slug that the test app was not given. */
export function tenantOf(slugs: readonly string[], slug: string): Tenant {
  const number = slugs.indexOf(slug) + 1
  if (number === 0) throw new TypeError(`The test app has no tenant "${slug}": name it in its option "tenants".`)
  return {
    id: `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    name: slug,
    slug,
    suspended: false,
  }
}
