import { runSql, type TestApp, type TestClient } from '@ashlar/testing'
import { accountAdmin } from 'ashlar/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoPassword } from '../src/actions/seed-users.ts'
import { type Account, type UserId, users } from '../src/contract.ts'
import { createPerson, signIn, signUp } from '../src/testing/index.ts'
import { errorsOf, isSignedIn, openUsers, refused } from './open-users.ts'

let app: TestApp
let admin: TestClient

const people = ['Ann Miller', 'Bob Stone', 'Cleo Banks', 'Dan O’Hara', '100% Sure'].map((name, index) => ({
  name,
  email: `person${index}@shop.example`,
}))

beforeAll(async () => {
  app = await openUsers()
  admin = app.visitor()
  for (const person of [{ name: 'Ada Min', email: 'admin@shop.example' }, ...people]) await signUp(admin, person)
  await runSql(app.database, `update users."user" set roles = '{admin}' where email = 'admin@shop.example'`)
  await signIn(admin, { email: 'admin@shop.example' })
})
afterAll(() => app.close())

async function listAccounts(query = ''): Promise<{ items: Account[]; total: number }> {
  return (await admin.visit(`/users${query}`)).page().props.accounts as { items: Account[]; total: number }
}

async function findAccount(email: string): Promise<Account> {
  const { items } = await listAccounts(`?search=${encodeURIComponent(email)}`)
  const [account] = items
  if (!account) throw new Error(`There is no account of ${email}.`)
  return account
}

describe('the list of users', () => {
  test('is for administrators only', async () => {
    const client = app.visitor()
    expect((await client.visit('/users')).location).toContain('/sign-in')
    await signIn(client, { email: 'person0@shop.example' })
    const { id } = await findAccount('person1@shop.example')

    const answers = await Promise.all([
      client.visit('/users'),
      client.visit(`/users/${id}`),
      client.visit(`/users/${id}/edit`),
      client.submit('PUT', `/users/${id}`, { name: 'X', email: 'x@shop.example', roles: ['admin'] }),
      client.submit('POST', `/users/${id}/disable`),
      client.submit('POST', `/users/${id}/enable`),
      client.submit('DELETE', `/users/${id}/sessions`),
    ])
    expect(answers.map(({ status }) => status)).toEqual(Array(7).fill(403))
  })

  test('is searched literally, filtered, sorted and paged by its address', async () => {
    expect((await listAccounts('?search=MILLER')).items.map(({ name }) => name)).toEqual(['Ann Miller'])
    expect((await listAccounts(`?search=${encodeURIComponent('100%')}`)).items.map(({ name }) => name)).toEqual([
      '100% Sure',
    ])
    expect((await listAccounts('?search=_')).items).toEqual([])
    const names = (await listAccounts('?sort=-name')).items.map(({ name }) => name)
    expect(names).toEqual([...names].sort((a, b) => b.localeCompare(a)))
    expect(await listAccounts('?page=2')).toMatchObject({ items: [], total: 6 })
    expect((await listAccounts('?status=disabled')).total).toBe(0)
    expect((await listAccounts('?sort=nonsense&page=-3&status=x')).total).toBe(6)
  })

  test('shows nothing of passwords and tokens', async () => {
    const { id } = await findAccount('admin@shop.example')
    const texts = await Promise.all([
      admin.visit('/users'),
      admin.visit(`/users/${id}`),
      admin.visit(`/users/${id}/edit`),
    ])
    for (const { text } of texts) expect(text).not.toMatch(/password_?hash|token_?hash|tokenHash/i)
  })
})

describe('an administrator', () => {
  test('changes name, address and roles, which count from the next request of the user', async () => {
    const client = app.visitor()
    await signIn(client, { email: 'person1@shop.example' })
    const { id } = await findAccount('person1@shop.example')
    expect((await client.visit('/users')).status).toBe(403)

    const change = (roles: string[]) =>
      admin.submit('PUT', `/users/${id}`, { name: 'Bob S. Stone', email: 'Bob@shop.example', roles })
    expect((await change(['admin', 'admin'])).location).toBe(`/users/${id}`)

    expect((await client.visit('/users')).status).toBe(200)
    expect(await findAccount('bob@shop.example')).toMatchObject({ name: 'Bob S. Stone', roles: ['admin'] })
    await change([])
    expect((await client.visit('/users')).status).toBe(403)
  })

  test('is told when an address is taken', async () => {
    const { id, name } = await findAccount('person2@shop.example')
    const answer = await admin.submit(
      'PUT',
      `/users/${id}`,
      { name, email: 'PERSON3@shop.example', roles: [] },
      { referer: `http://localhost/users/${id}/edit` },
    )
    expect(await errorsOf(admin, answer)).toEqual({ email: refused.emailTaken })
  })

  test('disables an account: its sessions end at once, and stay ended when it is enabled again', async () => {
    const client = app.visitor()
    await signIn(client, { email: 'person3@shop.example' })
    const { id } = await findAccount('person3@shop.example')

    await admin.submit('POST', `/users/${id}/disable`)
    expect(await isSignedIn(client)).toBe(false)
    expect((await listAccounts('?status=disabled')).items.map((account) => account.id)).toEqual([id])
    await signIn(client, { email: 'person3@shop.example' })
    expect(await isSignedIn(client)).toBe(false)

    const stale = client.cookies.get('session')
    await admin.submit('POST', `/users/${id}/enable`)
    expect([stale, await isSignedIn(client)]).toEqual([stale, false])
    await signIn(client, { email: 'person3@shop.example' })
    expect(await isSignedIn(client)).toBe(true)
  })

  test('signs a user out everywhere', async () => {
    const clients = [app.visitor(), app.visitor()]
    for (const client of clients) await signIn(client, { email: 'person4@shop.example' })
    const { id } = await findAccount('person4@shop.example')

    await admin.submit('DELETE', `/users/${id}/sessions`)

    for (const client of clients) expect(await isSignedIn(client)).toBe(false)
  })

  test('can shut nobody in or out by accident: not their own account, not their own roles', async () => {
    const { id, name, email } = await findAccount('admin@shop.example')

    expect((await admin.call('POST', `/users/${id}/disable`)).status).toBe(409)
    expect((await admin.call('PUT', `/users/${id}`, { name, email, roles: [] })).status).toBe(409)
    expect((await admin.submit('PUT', `/users/${id}`, { name: 'Ada M.', email, roles: ['admin'] })).status).toBe(303)
    await admin.submit('DELETE', `/users/${id}/sessions`)
    expect(await isSignedIn(admin)).toBe(true)
  })

  test('gets 404 for a user who is not there, whatever the id looks like', async () => {
    for (const id of ['usr_01h455vb4pex5vsknk084sn02q', 'usr_x', '1', "'"]) {
      expect((await admin.visit(`/users/${encodeURIComponent(id)}`)).status).toBe(404)
    }
  })
})

test('other modules find users by their ids, disabled ones too', async () => {
  const directory = await app.app.findService(users)
  const { id } = await findAccount('person0@shop.example')
  const unknown = 'usr_01h455vb4pex5vsknk084sn02q' as UserId
  await admin.submit('POST', `/users/${id}/disable`)

  const found = await app.run(async () => [await directory?.find(id), await directory?.find(unknown)])
  expect(found).toEqual([{ id, name: 'Ann Miller', email: 'person0@shop.example' }, undefined])
  expect(await app.run(async () => directory?.list([id, unknown]))).toEqual([found[0]])
  expect(await app.run(async () => directory?.list([]))).toEqual([])
})

describe('accounts made from outside', () => {
  test('can be signed in to, with the roles they were given', async () => {
    const accounts = await app.app.findService(accountAdmin)
    const made = createPerson({ email: 'First.Admin@shop.example' })
    const { id } = (await app.run(async () => accounts?.createAccount({ ...made, roles: ['admin'] }))) ?? {}

    const client = app.visitor()
    await signIn(client, made)
    expect((await client.visit(`/users/${id}`)).page().props.account).toMatchObject({
      email: 'first.admin@shop.example',
      roles: ['admin'],
    })
  })

  test.each([
    ['an address that is taken', { email: 'ADMIN@shop.example' }, 'email'],
    ['an address that is none', { email: 'nobody' }, 'email'],
    ['a name with a line end', { name: 'Eve\nAdmin' }, 'name'],
    ['a password that everybody tries', { password: 'password123' }, 'password'],
    ['a role that no configuration could name', { roles: ['Super Admin'] }, 'roles.0'],
  ])('are refused for %s', async (_what, change, field) => {
    const accounts = await app.app.findService(accountAdmin)
    const made = app.run(async () => accounts?.createAccount({ ...createPerson(), roles: [], ...change }))

    await expect(made).rejects.toMatchObject({ status: 422, details: { fields: { [field]: expect.any(String) } } })
  })
})

test('the demo users are made once, each with their role, and can be signed in to', async () => {
  await using demo = await openUsers()
  const { behaviour } = await demo.app.runtime.open('users')
  await demo.run(async () => behaviour.seed?.({ tenant: undefined }))
  await demo.run(async () => behaviour.seed?.({ tenant: undefined }))

  const client = demo.visitor()
  await signIn(client, { email: 'admin@demo.test', password: demoPassword })
  const { items } = (await client.visit('/users')).page().props.accounts as { items: Account[] }
  expect(items.map(({ email, roles, disabled }) => [email, roles, disabled])).toEqual([
    ['admin@demo.test', ['admin'], false],
    ['nobody@demo.test', [], true],
    ['sales@demo.test', ['sales'], false],
    ['viewer@demo.test', ['viewer'], false],
  ])
})
