import { runSql, type TestApp, type TestClient, type TestResponse } from '@ashlar/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { password, signIn, signUp } from '../src/testing/index.ts'
import { errorsOf, isSignedIn, openUsers, refused } from './open-users.ts'

let app: TestApp
const ann = { name: 'Ann Miller', email: 'ann@shop.example' }

beforeAll(async () => {
  app = await openUsers()
  await signUp(app.visitor(), ann)
})
afterAll(() => app.close())

/** What a stranger sees of an answer: all but the random token of its flash and the request's own id. */
async function seenOf(client: TestClient, answer: TestResponse): Promise<unknown> {
  const { 'set-cookie': cookies, 'x-request-id': _id, date: _date, ...headers } = answer.headers
  const shapes = [cookies ?? []].flat().map((line) => String(line).replace(/=[\w-]{20,};/, '=;'))
  const { errors, ...props } = (await client.visit(String(answer.location))).page().props
  return { status: answer.status, text: answer.text, headers, shapes, errors, props }
}

describe('signing in', () => {
  test('works in whatever case the address is typed, and shows who is there', async () => {
    const client = app.visitor()
    const answer = await signIn(client, { email: ' ANN@Shop.Example ' })

    expect(answer.location).toBe('/')
    const { user } = (await client.visit('/account')).page().props
    expect(user).toMatchObject({ name: 'Ann Miller', email: 'ann@shop.example' })
  })

  test('gives unknown addresses, wrong passwords and texts that are no address the same answer', async () => {
    const attempts = [
      { ...ann, password: 'not her password' },
      { email: 'nobody@shop.example', password: 'not her password' },
      { email: 'no address at all', password: 'not her password' },
      { ...ann, password: 'x'.repeat(5000) },
    ]
    const seen = []
    for (const attempt of attempts) {
      const client = app.visitor()
      seen.push(await seenOf(client, await signIn(client, attempt)))
    }

    expect(seen[0]).toMatchObject({ errors: { email: refused.credentials } })
    for (const other of seen.slice(1)) expect(other).toEqual(seen[0])
  })

  test('hands out a token that no script can read and that the database does not hold', async () => {
    const client = app.visitor()
    const answer = await signIn(client, ann)

    const line = [answer.headers['set-cookie']].flat().find((cookie) => String(cookie).startsWith('session='))
    expect(line).toMatch(/^session=[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/)
    const token = client.cookies.get('session') ?? ''
    await runSql(
      app.database,
      `do $$ begin assert not exists (select from users.session s where s::text like '%${token}%'); end $$`,
    )
  })

  test('ends the session that the browser had, so that nobody who knew its token stays in', async () => {
    const client = app.visitor()
    await signIn(client, ann)
    const thief = app.visitor()
    thief.cookies.set('session', client.cookies.get('session') ?? '')
    expect(await isSignedIn(thief)).toBe(true)

    await signIn(client, ann)

    expect(await isSignedIn(client)).toBe(true)
    expect(await isSignedIn(thief)).toBe(false)
  })

  test('never takes over a token that somebody planted', async () => {
    const planted = 'A'.repeat(43)
    const victim = app.visitor()
    victim.cookies.set('session', planted)
    await signIn(victim, ann)
    const thief = app.visitor()
    thief.cookies.set('session', planted)

    expect(victim.cookies.get('session')).not.toBe(planted)
    expect(await isSignedIn(thief)).toBe(false)
  })

  test('returns to the page that was asked for, and to no other site', async () => {
    const refused = await app.visitor().open('/account/sessions?page=2')
    expect(refused.location).toBe(`/sign-in?returnTo=${encodeURIComponent('/account/sessions?page=2')}`)

    for (const [returnTo, destination] of [
      ['/account/sessions?page=2', '/account/sessions?page=2'],
      ['//evil.example/', '/'],
      ['/\\evil.example', '/'],
      ['https://evil.example/', '/'],
      ['javascript:alert(1)', '/'],
    ]) {
      const client = app.visitor()
      const answer = await client.submit('POST', '/sign-in', { email: ann.email, password, returnTo })
      expect(answer.location).toBe(destination)
      const again = await client.visit(`/sign-in?returnTo=${encodeURIComponent(String(returnTo))}`)
      expect(again.location).toBe(destination)
    }
  })

  test('tells of a disabled account only to who knows its password', async () => {
    const eve = { email: 'eve@shop.example' }
    await signUp(app.visitor(), eve)
    await runSql(app.database, `update users."user" set disabled_at = now() where email = '${eve.email}'`)

    const guesser = app.visitor()
    expect(await errorsOf(guesser, await signIn(guesser, { ...eve, password: 'a guess at it' }))).toEqual({
      email: refused.credentials,
    })
    const owner = app.visitor()
    expect(await errorsOf(owner, await signIn(owner, eve))).toEqual({ email: refused.disabled })
    expect(await isSignedIn(owner)).toBe(false)
  })

  test.each([
    ['empty', ''],
    ['short', 'abc'],
    ['not base64url', `${'a'.repeat(42)}=`],
    ['well-formed and unknown', 'b'.repeat(43)],
    ['long', 'c'.repeat(4000)],
    ['SQL', `' or '1'='1`],
  ])('a forged cookie (%s) is a visitor’s', async (_what, token) => {
    const client = app.visitor()
    client.cookies.set('session', encodeURIComponent(token))
    expect(await isSignedIn(client)).toBe(false)
  })
})

describe('signing up', () => {
  test('gives an address that has an account the same answer, and leaves its account as it is', async () => {
    const taken = app.visitor()
    const free = app.visitor()
    const form = { name: 'Somebody Else', password: 'quite another password' }
    const known = await taken.submit('POST', '/sign-up', { ...form, email: 'Ann@shop.example' })
    const unknown = await free.submit('POST', '/sign-up', { ...form, email: 'new@shop.example' })

    expect(await seenOf(taken, known)).toEqual(await seenOf(free, unknown))
    const client = app.visitor()
    await signIn(client, { ...ann, password: form.password })
    expect(await isSignedIn(client)).toBe(false)
    await signIn(client, ann)
    expect((await client.visit('/account')).page().props.user).toMatchObject({ name: 'Ann Miller' })
  })

  test('twice at once with one address makes one account, and nobody can tell', async () => {
    const clients = [app.visitor(), app.visitor(), app.visitor()]
    await Promise.all(clients.map((client) => signUp(client, { email: 'twin@shop.example' })))

    await runSql(
      app.database,
      `do $$ begin assert (select count(*) from users."user" where email = 'twin@shop.example') = 1; end $$`,
    )
  })

  test('takes a password of 1024 bytes whole: another last byte is another password', async () => {
    const long = `${'A very long password. '.repeat(60)}`.slice(0, 1024)
    await signUp(app.visitor(), { email: 'long@shop.example', password: long })
    const client = app.visitor()

    await signIn(client, { email: 'long@shop.example', password: `${long.slice(0, 1023)}#` })
    expect(await isSignedIn(client)).toBe(false)
    await signIn(client, { email: 'long@shop.example', password: long.slice(0, 1023) })
    expect(await isSignedIn(client)).toBe(false)
    await signIn(client, { email: 'long@shop.example', password: long })
    expect(await isSignedIn(client)).toBe(true)
  })

  test.each([
    ['common', 'password1'],
    ['common', 'Qwertyuiop'],
    ['too-short', 'short'],
    ['too-long', 'x'.repeat(1025)],
    ['personal', 'RobinPerson'],
  ] as const)('refuses a password that is %s', async (problem, given) => {
    const client = app.visitor()
    const answer = await client.submit(
      'POST',
      '/sign-up',
      { name: 'Robin Person', email: 'robin@shop.example', password: given },
      { referer: 'http://localhost/sign-up' },
    )
    expect(await errorsOf(client, answer)).toEqual({ password: refused.password[problem] })
  })

  test('takes no field that the form does not have', async () => {
    for (const extra of [{ roles: ['admin'] }, { emailVerified: true }, { id: 'usr_1' }, { disabledAt: null }]) {
      const form = { name: 'Mallory', email: 'mallory@shop.example', password, ...extra }
      expect((await app.visitor().call('POST', '/sign-up', form)).status).toBe(422)
    }
  })

  test('is refused where administrators make the accounts', async () => {
    await using closed = await openUsers({ signUp: 'closed' })

    expect((await closed.visitor().visit('/sign-up')).status).toBe(404)
    const answer = await closed.visitor().call('POST', '/sign-up', { name: 'A', email: 'a@shop.example', password })
    expect(answer.status).toBe(403)
    expect((await closed.visitor().visit('/sign-in')).page().props.signUpOpen).toBe(false)

    await closed.run(() => closed.app.settings.set('users.signUp', 'open'))
    expect((await closed.visitor().visit('/sign-up')).status).toBe(200)
  })

  test('gives the roles that the app gives to strangers', async () => {
    await using open = await openUsers({ signUpRoles: ['admin'] })
    const client = open.visitor()
    await signUp(client, ann)
    await signIn(client, ann)

    expect((await client.visit('/users')).status).toBe(200)
  })
})

test('an app on https sets a cookie bound to its host, and reads no other', async () => {
  await using secure = await openUsers({ appUrl: 'https://shop.example' })
  const client = secure.visitor()
  await signUp(client, ann)
  const answer = await signIn(client, ann)

  const line = [answer.headers['set-cookie']].flat().find((cookie) => String(cookie).startsWith('__Host-session='))
  expect(line).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
  expect(await isSignedIn(client)).toBe(true)
  const weaker = secure.visitor()
  weaker.cookies.set('session', client.cookies.get('__Host-session') ?? '')
  expect(await isSignedIn(weaker)).toBe(false)
})
