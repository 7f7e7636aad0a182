/**
 * Tells the server which tenant a page was made for whenever something is sent from it.
 *
 * The session's choice may have changed meanwhile, in another tab: what was entered for one tenant must not end up with another.
 */
import type { SharedProps } from '../contract/shared-props.ts'
import type { Router } from './inertia.ts'

export function tellTenant(router: Router): void {
  let tenant: string | undefined
  router.on('navigate', ({ detail: { page } }) => {
    tenant = (page.props as unknown as Partial<SharedProps>).tenancy?.current?.slug
    return undefined
  })
  router.on('before', ({ detail: { visit } }) => {
    if (visit.method !== 'get' && tenant !== undefined) visit.headers['X-Page-Tenant'] = tenant
    return undefined
  })
}
