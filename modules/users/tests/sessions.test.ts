import { runSql, type TestApp, type TestClient } from '@ashlar/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '../src/contract.ts'
import { password, signIn, signUp } from '../src/testing/index.ts'
import { errorsOf, isSignedIn, openUsers, refused } from './open-users.ts'

let app: TestApp
let count = 0

beforeAll(async () => {
  app = await openUsers()
})
afterAll(() => app.close())

/** A new user, signed in with as many browsers. Sign-ups are limited by network, so each comes from another. */
async function openBrowsers(number: number): Promise<{ email: string; browsers: TestClient[] }> {
  count += 1
  const { email } = await signUp(app.visitor(), {}, `198.51.100.${count % 250}`)
  const browsers = []
  for (let index = 0; index < number; index++) {
    const client = app.visitor()
    await signIn(client, { email })
    browsers.push(client)
  }
  return { email, browsers }
}

async function listSessions(client: TestClient): Promise<Session[]> {
  return (await client.visit('/account/sessions')).page().props.sessions as Session[]
}

async function signedIn(...clients: readonly (TestClient | undefined)[]): Promise<boolean[]> {
  return Promise.all(clients.map((client) => (client ? isSignedIn(client) : false)))
}

describe('the sessions of a user', () => {
  test('are listed with device and last use, the own one marked', async () => {
    const { browsers } = await openBrowsers(2)
    const [first, second] = browsers as [TestClient, TestClient]

    const sessions = await listSessions(first)
    expect(sessions).toHaveLength(2)
    expect(sessions.map(({ device }) => device)).toEqual(['curl', 'curl'])
    expect(sessions.filter(({ current }) => current)).toHaveLength(1)
    const own = sessions.find(({ current }) => current)
    expect((await listSessions(second)).find(({ current }) => current)?.id).not.toBe(own?.id)
  })

  test('end one by one, all others at once, or with their own sign-out, and count no more from then on', async () => {
    const { browsers } = await openBrowsers(4)
    const [first, second, third, fourth] = browsers as [TestClient, TestClient, TestClient, TestClient]
    const ofSecond = (await listSessions(second)).find(({ current }) => current)

    await first.submit('DELETE', `/account/sessions/${ofSecond?.id}`)
    expect(await signedIn(first, second, third, fourth)).toEqual([true, false, true, true])
    await first.submit('DELETE', '/account/sessions')
    expect(await signedIn(first, third, fourth)).toEqual([true, false, false])
    const copy = new Map(first.cookies)
    const answer = await first.submit('POST', '/sign-out')
    expect(answer.location).toBe('/sign-in')
    expect(first.cookies.has('session')).toBe(false)
    for (const [name, value] of copy) first.cookies.set(name, value)
    expect(await isSignedIn(first)).toBe(false)
  })

  test('of somebody else cannot be ended, nor be told from ones that never were', async () => {
    const mine = await openBrowsers(1)
    const theirs = await openBrowsers(1)
    const [own] = mine.browsers as [TestClient]
    const [other] = theirs.browsers as [TestClient]
    const target = (await listSessions(other)).at(0)?.id

    const refused = await own.call('DELETE', `/account/sessions/${target}`)
    const unknown = await own.call('DELETE', '/account/sessions/ses_01h455vb4pex5vsknk084sn02q')
    expect([refused.status, unknown.status]).toEqual([404, 404])
    expect(await isSignedIn(other)).toBe(true)
  })

  test('end after two hours without a request, and after fourteen days in any case', async () => {
    const { email, browsers } = await openBrowsers(2)
    const [idle, old] = browsers as [TestClient, TestClient]
    const [idleId, oldId] = await Promise.all(
      [idle, old].map(async (client) => (await listSessions(client)).find(({ current }) => current)?.createdAt),
    )
    const age = (createdAt: string | undefined, change: string) =>
      runSql(
        app.database,
        `update users.session set ${change} where date_trunc('milliseconds', created_at) = '${createdAt}' and user_id = (select id from users."user" where email = '${email}')`,
      )

    await age(idleId, `last_seen_at = now() - interval '119 minutes'`)
    expect(await isSignedIn(idle)).toBe(true)
    await age(idleId, `last_seen_at = now() - interval '121 minutes'`)
    expect(await isSignedIn(idle)).toBe(false)
    await age(oldId, `expires_at = now()`)
    expect(await isSignedIn(old)).toBe(false)
  })

  test('note their last use beside the request, at most once a minute', async () => {
    const { email, browsers } = await openBrowsers(1)
    const [client] = browsers as [TestClient]
    const ofUser = `user_id = (select id from users."user" where email = '${email}')`
    await runSql(app.database, `update users.session set last_seen_at = now() - interval '50 minutes' where ${ofUser}`)

    expect(await isSignedIn(client)).toBe(true)
    await expect
      .poll(async () => {
        const [session] = await listSessions(client)
        return Date.now() - Date.parse(session?.lastSeenAt ?? '') < 60_000
      })
      .toBe(true)
    const before = (await listSessions(client)).at(0)?.lastSeenAt
    await isSignedIn(client)
    expect((await listSessions(client)).at(0)?.lastSeenAt).toBe(before)
  })
})

describe('changing the password', () => {
  test('ends all other sessions and gives the asking browser a new token', async () => {
    const { email, browsers } = await openBrowsers(2)
    const [client, other] = browsers as [TestClient, TestClient]
    const thief = app.visitor()
    thief.cookies.set('session', client.cookies.get('session') ?? '')

    const newPassword = 'a windmill in the rain'
    const answer = await client.submit('PUT', '/account/password', { currentPassword: password, newPassword })

    expect(answer.location).toBe('/account')
    expect(await signedIn(client, other, thief)).toEqual([true, false, false])
    const [before, after] = [app.visitor(), app.visitor()]
    await signIn(before, { email })
    await signIn(after, { email, password: newPassword })
    expect(await signedIn(before, after)).toEqual([false, true])
  })

  test('asks for the current one, and for a good new one', async () => {
    const { browsers } = await openBrowsers(1)
    const [client] = browsers as [TestClient]
    const change = async (currentPassword: string, newPassword: string) =>
      errorsOf(
        client,
        await client.submit(
          'PUT',
          '/account/password',
          { currentPassword, newPassword },
          { referer: 'http://localhost/account' },
        ),
      )

    expect(await change('not it', 'a windmill in the rain')).toEqual({
      currentPassword: refused.currentPassword,
    })
    expect(await change(password, 'password123')).toEqual({ newPassword: refused.password.common })
  })
})

/** What can happen to a user's sessions; `by` and `at` name browsers. */
type Step =
  | { readonly kind: 'sign-in' | 'sign-out' | 'change-password' | 'end-others'; readonly by: number }
  | { readonly kind: 'end'; readonly by: number; readonly at: number }
  | { readonly kind: 'idle' | 'expire'; readonly at: number }
  | { readonly kind: 'disable' | 'enable' }

const browser = fc.nat({ max: 2 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('sign-in' as const), by: browser }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('sign-out', 'end-others', 'change-password'), by: browser }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), by: browser, at: browser }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('idle', 'expire'), at: browser }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('disable', 'enable') }) },
)

test('whatever happens, exactly the tokens live that should, stolen copies included', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const { email } = await openBrowsers(0)
      const browsers = [app.visitor(), app.visitor(), app.visitor()]
      const ofUser = `user_id = (select id from users."user" where email = '${email}')`
      /** Every token that was ever handed out, and whether it should still be worth something. */
      const alive = new Map<string, boolean>()
      let currentPassword = password
      let disabled = false

      const tokenOf = (index: number) => browsers[index]?.cookies.get('session')
      const isIn = (token: string | undefined) => token !== undefined && alive.get(token) === true && !disabled
      const endAll = (except?: string) => {
        for (const token of alive.keys()) if (token !== except) alive.set(token, false)
      }
      const findSession = async (client: TestClient) => (await listSessions(client)).find(({ current }) => current)

      async function take(next: Step): Promise<void> {
        const client = 'by' in next ? browsers[next.by] : undefined
        const before = 'by' in next ? tokenOf(next.by) : undefined
        switch (next.kind) {
          case 'sign-in': {
            if (!client) return
            await signIn(client, { email, password: currentPassword })
            if (disabled) return
            if (before !== undefined) alive.set(before, false)
            alive.set(tokenOf(next.by) ?? '', true)
            return
          }
          case 'sign-out':
            await client?.submit('POST', '/sign-out')
            if (before !== undefined && isIn(before)) alive.set(before, false)
            return
          case 'change-password': {
            if (!client || !isIn(before)) return
            const newPassword = `a new password, number ${alive.size}`
            await client.submit('PUT', '/account/password', { currentPassword, newPassword })
            currentPassword = newPassword
            endAll()
            alive.set(tokenOf(next.by) ?? '', true)
            return
          }
          case 'end-others':
            if (!isIn(before)) return
            await client?.submit('DELETE', '/account/sessions')
            endAll(before)
            return
          case 'end': {
            const target = browsers[next.at]
            const token = tokenOf(next.at)
            if (!client || !target || !isIn(before) || !isIn(token)) return
            await client.submit('DELETE', `/account/sessions/${(await findSession(target))?.id}`)
            alive.set(token ?? '', false)
            return
          }
          case 'idle':
          case 'expire': {
            const target = browsers[next.at]
            const token = tokenOf(next.at)
            if (!target || !isIn(token)) return
            const id = (await findSession(target))?.id
            const createdAt = (await listSessions(target)).find((session) => session.id === id)?.createdAt
            const change = next.kind === 'idle' ? `last_seen_at = now() - interval '3 hours'` : `expires_at = now()`
            await runSql(
              app.database,
              `update users.session set ${change} where ${ofUser} and date_trunc('milliseconds', created_at) = '${createdAt}'`,
            )
            alive.set(token ?? '', false)
            return
          }
          case 'disable':
            await runSql(app.database, `update users."user" set disabled_at = now() where email = '${email}'`)
            disabled = true
            return
          case 'enable':
            await runSql(app.database, `update users."user" set disabled_at = null where email = '${email}'`)
            disabled = false
            return
        }
      }

      for (const next of steps) {
        await take(next)
        for (const [token, expected] of alive) {
          const holder = app.visitor()
          holder.cookies.set('session', token)
          expect([next.kind, await isSignedIn(holder)]).toEqual([next.kind, expected && !disabled])
        }
      }
    }),
    { numRuns: 12 },
  )
})
