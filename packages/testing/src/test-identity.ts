/** A stand-in for the module that signs users in: tests say who asks, in a cookie that only this provider reads. */

import { defineModule } from 'ashlar'
import { authProvider, type Identity } from 'ashlar/contract'
import type { ModuleSource } from 'ashlar/runtime'
import { describeModule } from 'ashlar/runtime'

export const cookieName = 'ashlar_test_identity'

/** The cookie by which a test acts as a user. */
export function identityCookie(identity: Identity, tenant: string | null): string {
  return `${cookieName}=${encodeURIComponent(JSON.stringify({ ...identity, tenant }))}`
}

/** The session of a test's client, which tells the tenant that it works for. */
export const sessionOf = (tenant: string | null) => `test-session:${tenant ?? ''}`
export const tenantOfSession = (session: string | undefined) => session?.slice('test-session:'.length)

const definition = defineModule({
  id: 'test-identity',
  offers: { authProvider },
  start: () => import('./test-identity-start.ts'),
})

export type TestIdentityDefinition = typeof definition

/** The stand-in as a module of the app under test. */
export const testIdentity: ModuleSource = {
  manifest: describeModule({ packageName: '@ashlar/testing', version: '0.1.0' }, definition),
  load: async () => definition,
  migrationsFolder: '',
  localesFolder: '',
}
