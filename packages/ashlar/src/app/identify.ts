import type { AuthProvider, Credentials } from '../contract/identity.ts'
import { type Viewer, visitor } from '../http/visit.ts'
import type { GrantPermissions } from './roles.ts'

/** Finds out who sends a request, by the module that offers `authProvider`; without one everybody is a visitor. */
export function createIdentify(
  findProvider: () => Promise<AuthProvider | undefined>,
  grant: GrantPermissions,
): (credentials: Credentials) => Promise<Viewer> {
  return async (credentials) => {
    const provider = await findProvider()
    if (!provider || !carriesCredentials(provider, credentials)) return visitor
    const found = await provider.authenticate(credentials)
    if (!found) return visitor
    return { identity: found.identity, sessionId: found.sessionId, permissions: grant(found.identity.roles) }
  }
}

function carriesCredentials(provider: AuthProvider, { cookies, authorization }: Credentials): boolean {
  return authorization !== undefined || provider.cookieNames.some((name) => cookies[name] !== undefined)
}
