/** The tenant of a request: found by the subdomain, the header, the session's choice or the user's only one, and bound to its transaction. */
import { type TestApp, testModules } from '@ashlar/testing'
import { behaviour, defineModule } from 'ashlar'
import {
  anyone,
  defineRoutes,
  get,
  post,
  put,
  signedIn,
  type Tenant,
  type TenantProvider,
  tenantProvider,
} from 'ashlar/contract'
import { sql } from 'ashlar/drizzle'
import { redirect } from 'ashlar/http'
import { describeModule } from 'ashlar/runtime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const seen = z.object({ tenant: z.string().nullable(), bound: z.string().nullable() })
const routes = defineRoutes('probe', {
  seen: get('/seen', { can: signedIn, response: seen }),
  send: post('/sent', { can: signedIn, response: seen }),
  change: put('/rows/:id', { can: signedIn }),
  open: get('/open', { can: anyone, response: seen }),
})
const definition = defineModule({
  id: 'probe',
  routes,
  start: async (): Promise<unknown> => ({ default: start }),
})
const start = behaviour<{ readonly id: 'probe'; readonly routes: typeof routes }>(({ db }) => {
  const look = async ({ tenant }: { tenant: Tenant | undefined }) => {
    const { rows } = await db.execute(sql`select ashlar.tenant_id()::text as bound`)
    return { tenant: tenant?.slug ?? null, bound: (rows[0]?.bound ?? null) as string | null }
  }
  return { routes: { seen: look, send: look, change: () => redirect(routes.seen()), open: look } }
})

const tenant = (slug: string, number: number, suspended = false): Tenant => ({
  id: `00000000-0000-7000-8000-00000000000${number}`,
  name: slug.toUpperCase(),
  slug,
  suspended,
})
const [acme, beta, gone] = [tenant('acme', 1), tenant('beta', 2), tenant('gone', 3, true)]
const memberships: Readonly<Record<string, readonly Tenant[]>> = {
  usr_one: [acme],
  usr_two: [acme, beta],
  usr_chose: [acme, beta],
  usr_suspended: [gone],
}

const provider: TenantProvider = {
  find: async ({ slugs, userId = '' }) => ({
    named: [acme, beta, gone].filter(({ slug }) => slugs.includes(slug)),
    memberships: memberships[userId] ?? [],
    chosen: userId === 'usr_chose' ? beta.id : undefined,
  }),
  list: async () => [acme, beta, gone],
  paths: { choose: '/tenants/choose', switch: '/tenants/switch' },
}
const tenants = defineModule({
  id: 'tenants',
  offers: { tenantProvider },
  start: async (): Promise<unknown> => ({ default: () => ({ offers: { tenantProvider: provider } }) }),
})

let app: TestApp
let single: TestApp
beforeAll(async () => {
  const source = (each: typeof definition | typeof tenants) => ({
    manifest: describeModule({ packageName: each.id, version: '1.0.0' }, each),
    load: async () => each,
    migrationsFolder: '',
    localesFolder: '',
  })
  app = await testModules([source(definition), source(tenants)], { config: { tenants: { domain: 'shop.example' } } })
  single = await testModules([source(definition)])
})
afterAll(async () => {
  await app?.close()
  await single?.close()
})

const ask = async (user: string | undefined, headers: Record<string, string> = {}, path: string = routes.seen()) => {
  const client = user === undefined ? app.visitor() : app.as([], { id: user })
  const { status, json } = await client.call('GET', path, undefined, headers)
  const { tenant: slug, bound, code } = json<{ tenant?: string; bound?: string; code?: string }>()
  return status === 200 ? { tenant: slug, bound } : `${status} ${code}`
}
const inAcme = { tenant: 'acme', bound: acme.id }
const inBeta = { tenant: 'beta', bound: beta.id }
const inNone = { tenant: null, bound: null }

test.each([
  ['the only one', 'usr_one', {}, inAcme],
  ['the chosen one', 'usr_chose', {}, inBeta],
  ['the one of the header, before the choice', 'usr_chose', { 'x-tenant': 'acme' }, inAcme],
  [
    'the one of the subdomain, before the header',
    'usr_two',
    { host: 'BETA.shop.example:80', 'x-tenant': 'acme' },
    inBeta,
  ],
  ['the chosen one on the domain itself', 'usr_chose', { host: 'shop.example' }, inBeta],
  ['the chosen one below another domain', 'usr_chose', { host: 'acme.other.example' }, inBeta],
  ['no deeper name', 'usr_chose', { host: 'a.acme.shop.example' }, inBeta],
])('is %s', async (_what, user, headers, expected) => {
  expect(await ask(user, headers)).toEqual(expected)
})

test.each([
  ['a subdomain that nobody has', 'usr_one', { host: 'nobody.shop.example' }, '404 ASH238'],
  ['a subdomain of others', 'usr_one', { host: 'beta.shop.example' }, '403 ASH241'],
  ['a header that names others', 'usr_one', { 'x-tenant': 'beta' }, '403 ASH241'],
  ['a header that names nobody, by the same answer', 'usr_one', { 'x-tenant': 'nobody' }, '403 ASH241'],
  ['one that is suspended', 'usr_suspended', {}, '403 ASH240'],
  ['several of which none is chosen', 'usr_two', {}, '403 ASH244'],
  ['none to belong to', 'usr_new', {}, '403 ASH244'],
])('is refused by %s', async (_what, user, headers, expected) => {
  expect(await ask(user, headers)).toBe(expected)
})

test('is not written for by a page that was made for another', async () => {
  const client = app.as([], { id: 'usr_chose' })
  const send = (from: string) => client.call('POST', routes.send(), {}, { 'x-page-tenant': from })
  const refused = await send('acme')
  expect(refused.status).toBe(409)
  expect(refused.json()).toMatchObject({ code: 'ASH245' })
  expect((await send('beta')).json()).toEqual(inBeta)
  // A redirect repeats the headers of what was sent.
  expect(await ask('usr_chose', { 'x-page-tenant': 'acme' })).toEqual(inBeta)
})

test('is told to whoever changes a row of another, with the page that is not there', async () => {
  const client = app.as([], { id: 'usr_chose' })
  const page = { 'x-page-tenant': 'acme', referer: 'http://localhost/probe/rows/1/edit' }
  const refused = await client.submit('PUT', routes.change({ id: '1' }), {}, page)
  expect(refused.status).toBe(303)
  const shown = await client.visit(refused.location ?? '', page)
  expect(shown.status).toBe(404)
  expect(shown.page().props.errors).toEqual({ '': 'ui:tenant.switchedWithRow' })
  const told = (await client.call('PUT', routes.change({ id: '1' }), {}, page)).json()
  expect(told).toMatchObject({ code: 'ASH245', detail: expect.stringContaining('switch back, and send it again') })
})

test('of a visitor is that of the subdomain, and never that of a header', async () => {
  expect(await ask(undefined, { host: 'acme.shop.example' }, routes.open())).toEqual(inAcme)
  expect(await ask(undefined, { 'x-tenant': 'acme' }, routes.open())).toBe('403 ASH241')
  expect(await ask(undefined, {}, routes.open())).toEqual(inNone)
})

test('need not be known where anybody may come', async () => {
  expect(await ask('usr_new', {}, routes.open())).toEqual(inNone)
})

test('does not exist in an app that serves a single one', async () => {
  const answer = await single.as([]).call('GET', routes.seen(), undefined, { 'x-tenant': 'acme' })

  expect(answer.json()).toEqual(inNone)
})
