/**
 * Tells the server which tenant a page was made for whenever something is sent from it.
 *
 * The session's choice may have changed meanwhile, in another tab: what was entered for one tenant must not end up with another.
 */
import type { SharedProps } from '../contract/shared-props.ts'
import type { Router } from './inertia.ts'

/** @returns what notes the props of each page that is shown. */
export function tellTenant(router: Router): (props: object) => void {
  let tenant: string | undefined
  router.on('before', ({ detail: { visit } }) => {
    if (visit.method !== 'get' && tenant !== undefined) visit.headers['X-Page-Tenant'] = tenant
    return undefined
  })
  return (props) => {
    tenant = (props as Partial<SharedProps>).tenancy?.current?.slug
  }
}
