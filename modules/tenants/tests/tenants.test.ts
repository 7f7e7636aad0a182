/** Tenants through HTTP: who administers them, who belongs to them, choosing one, and what happens while one is suspended. */
import type { TestApp } from '@ashlar/testing'
import { behaviour, defineModule } from 'ashlar'
import { defineRoutes, get, signedIn, typeidOf } from 'ashlar/contract'
import { noContent } from 'ashlar/http'
import { describeModule, type ModuleSource } from 'ashlar/runtime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../src/contract.ts'
import { createTenant, switchTenant } from '../src/testing/index.ts'
import { meet, openTenants, type Someone } from './open-tenants.ts'

/** Something that people do for a tenant: administering tenants and one's own account is not. */
const deskRoutes = defineRoutes('desk', { enter: get('/', { can: signedIn }) })
const deskDefinition = defineModule({
  id: 'desk',
  routes: deskRoutes,
  start: async (): Promise<unknown> => ({ default: startDesk }),
})
const startDesk = behaviour<typeof deskDefinition>(() => ({ routes: { enter: () => noContent() } }))
const desk: ModuleSource = {
  manifest: describeModule({ packageName: '@test/desk', version: '1.0.0' }, deskDefinition),
  load: async () => deskDefinition,
  migrationsFolder: '',
  localesFolder: '',
}

let app: TestApp
let admin: Someone
let anna: Someone

beforeAll(async () => {
  app = await openTenants({ beside: [desk] })
  admin = await meet(app, 'Ada Min', ['admin'])
  anna = await meet(app, 'Anna Both')
})
afterAll(() => app?.close())

const idOf = (uuid: string) => typeidOf('ten', uuid)
/** The slug of the tenant that a client works for, as the shell shows it. */
const currentOf = async ({ client }: Someone) => {
  const { tenancy } = (await client.visit(routes.choose())).page().props as never as {
    tenancy: { current: { slug: string } | null; count: number }
  }
  return tenancy.current?.slug ?? `none of ${tenancy.count}`
}

test('only administrators administer; they add, rename and find tenants, whose short names are unique', async () => {
  const added = await admin.client.submit('POST', routes.store(), { name: 'North', slug: 'North' })
  expect(added.location).toMatch(/^\/tenants\/ten_/)
  const list = await admin.client.visit(`${routes.list()}?search=nor`)
  expect(list.page().props.tenants).toMatchObject({
    items: [{ slug: 'north', members: 0, suspended: false }],
    total: 1,
  })
  const taken = await admin.client.call('POST', routes.store(), { name: 'Other', slug: 'NORTH' })
  const sentence = 'Another organisation has this short name.'
  expect(taken.json()).toMatchObject({
    status: 422,
    detail: `The form cannot be accepted. slug: ${sentence}`,
    errors: { slug: sentence },
  })
  const odd = await admin.client.call('POST', routes.store(), { name: 'Other', slug: 'no dots.' })
  expect(odd.json()).toMatchObject({ status: 422, errors: { slug: expect.any(String) } })
  const stranger = await Promise.all([anna.client.visit(routes.list()), anna.client.submit('POST', routes.store(), {})])
  expect(stranger.map(({ status }) => status)).toEqual([403, 403])
})

test('a user works for the only tenant, then for the chosen one, and loses sight of it at once', async () => {
  expect(await currentOf(anna)).toBe('none of 0')
  const acme = await createTenant(app, { slug: 'acme', members: [anna.id] })
  expect(await currentOf(anna)).toBe('acme')
  const beta = await createTenant(app, { slug: 'beta', members: [anna.id] })
  expect(await currentOf(anna)).toBe('none of 2')

  expect((await switchTenant(anna.client, 'beta')).status).toBe(303)
  expect(await currentOf(anna)).toBe('beta')
  await switchTenant(anna.client, 'north')
  expect(await currentOf(anna)).toBe('beta')

  await admin.client.submit('DELETE', routes.removeMember({ id: idOf(beta.id), userId: anna.id }))
  expect(await currentOf(anna)).toBe('acme')
  const header = await anna.client.call('GET', routes.choose(), undefined, { 'x-tenant': 'beta' })
  expect(header.json()).toMatchObject({ status: 403, code: 'ASH241' })
  expect(acme.id).not.toBe(beta.id)
})

test('a suspended tenant keeps its people out, and lets them in again', async () => {
  const gone = await createTenant(app, { slug: 'gone', members: [anna.id] })
  await switchTenant(anna.client, 'gone')
  const id = idOf(gone.id)
  const enter = async () => {
    const { status, json } = await anna.client.call('GET', '/desk')
    return status === 204 ? 'welcome' : json<{ code: string }>().code
  }
  expect(await enter()).toBe('welcome')

  await admin.client.submit('POST', routes.suspend({ id }))
  expect(await enter()).toBe('ASH240')
  expect((await anna.client.visit('/account')).status).toBe(200)
  expect((await admin.client.visit(routes.show({ id }))).page().props).toMatchObject({
    tenant: { suspended: true },
    waiting: 0,
  })
  const { tenancy } = (await anna.client.visit(routes.choose())).page().props as never as {
    tenancy: { choices: { slug: string; suspended: boolean }[] }
  }
  expect(tenancy.choices).toContainEqual(expect.objectContaining({ slug: 'gone', suspended: true }))

  await admin.client.submit('POST', routes.resume({ id }))
  expect(await currentOf(anna)).toBe('gone')
  expect(await enter()).toBe('welcome')
})
