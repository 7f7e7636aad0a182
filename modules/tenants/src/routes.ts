/** The routes of tenants: from the request to an action or a query, and back to a page. */
import type { RouteHandlers } from 'ashlar'
import { notFound, parseReturnTo, redirect, redirectTo } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import { addMember, listMembers, type MemberNeeds } from './actions/add-member.ts'
import { chooseTenant } from './actions/choose-tenant.ts'
import { saveTenant } from './actions/save-tenant.ts'
import { countWaiting, resumeTenant, suspendTenant } from './actions/suspend-tenant.ts'
import { pages, routes, type TenantId, type TenantSummary } from './contract.ts'

/** As many choices as a person looks through. */
const choices = 20

const done = (message: string) => ({ flash: { kind: 'success', message: `tenants:flash.${message}` } }) as const

/** Handles every route of the contract. */
export function createTenantRoutes(needs: MemberNeeds): RouteHandlers<typeof routes> {
  const { tenants, users } = needs

  async function getTenant(id: TenantId): Promise<TenantSummary> {
    const tenant = await tenants.find(id)
    if (!tenant) throw notFound('tenant')
    return tenant
  }

  return {
    choose: async ({ query, user, tenant }) => {
      const returnTo = parseReturnTo(query.returnTo)
      // Somebody has added them meanwhile.
      if (returnTo !== undefined && tenant && !tenant.suspended) return redirectTo(returnTo)
      return render(pages.Choose, {
        tenants: await tenants.listOf(user.id),
        current: tenant?.slug ?? null,
        returnTo,
      })
    },
    switch: async ({ body, user, request }) => {
      await chooseTenant(tenants, { slug: body.slug, userId: user.id, sessionId: request.sessionId ?? user.id })
      return redirectTo(parseReturnTo(body.returnTo) ?? '/')
    },
    list: ({ query }) => render(pages.Browse, { tenants: () => tenants.browse(query), query }),
    create: () => render(pages.Form, { tenant: null }),
    store: async ({ body }) => redirect(routes.show({ id: await saveTenant(tenants, body) }), done('added')),
    show: async ({ params: { id } }) => {
      const tenant = await getTenant(id)
      return render(pages.Show, {
        tenant,
        members: await listMembers(needs, id),
        waiting: await countWaiting(tenant),
      })
    },
    edit: async ({ params }) => render(pages.Form, { tenant: await getTenant(params.id) }),
    update: async ({ params, body }) => {
      await saveTenant(tenants, body, params.id)
      return redirect(routes.show({ id: params.id }), done('changed'))
    },
    suspend: async ({ params: { id } }) => {
      await suspendTenant(tenants, id)
      return redirect(routes.show({ id }), done('suspended'))
    },
    resume: async ({ params: { id } }) => {
      await resumeTenant(tenants, id)
      return redirect(routes.show({ id }), done('resumed'))
    },
    addMember: async ({ params: { id }, body }) => {
      await addMember(needs, id, body.userId)
      return redirect(routes.show({ id }), done('memberAdded'))
    },
    removeMember: async ({ params: { id, userId } }) => {
      if (!(await tenants.removeMember(id, userId))) throw notFound('member')
      return redirect(routes.show({ id }), done('memberRemoved'))
    },
    findUsers: async ({ query }) => [...(await users.search(query.search, choices))],
  }
}
