import { runSql, type TestApp, type TestClient } from '@ashlar/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { password, signIn, signUp } from '../src/testing/index.ts'
import { errorsOf, isSignedIn, openUsers, refused } from './open-users.ts'

let app: TestApp

beforeAll(async () => {
  app = await openUsers()
})
afterAll(() => app.close())

/** Guesses at an account all at once and counts what came of them. */
async function guess(email: string, networks: readonly string[]): Promise<Record<string, number>> {
  const outcomes = await Promise.all(
    networks.map(async (from) => {
      const client = app.visitor()
      const errors = await errorsOf(client, await signIn(client, { email, password: 'a wrong guess' }, from))
      return errors.email ?? 'none'
    }),
  )
  return Object.fromEntries([...Map.groupBy(outcomes, (outcome) => outcome)].map(([key, list]) => [key, list.length]))
}

/** Guesses round by round, and counts how many reached the password and how many were stopped before it. */
async function guessInRounds(rounds: readonly { email: string; networks: readonly string[] }[]): Promise<number[]> {
  const outcomes: Record<string, number>[] = []
  for (const { email, networks } of rounds) outcomes.push(await guess(email, networks))
  return [refused.credentials, refused.tooManyAttempts].map((outcome) =>
    outcomes.reduce((sum, counts) => sum + (counts[outcome] ?? 0), 0),
  )
}

async function canSignIn(email: string, from: string): Promise<boolean> {
  const client: TestClient = app.visitor()
  await signIn(client, { email }, from)
  return isSignedIn(client)
}

test('of a hundred guesses at once ten reach the password, and the refusals of their requests undo none of them', async () => {
  await signUp(app.visitor(), { email: 'target@shop.example' })

  const outcomes = await guess('target@shop.example', Array(100).fill('198.51.100.1'))

  expect(outcomes).toEqual({ [refused.credentials]: 10, [refused.tooManyAttempts]: 90 })
  expect(await canSignIn('target@shop.example', '198.51.100.1')).toBe(false)
  expect(await canSignIn('target@shop.example', '198.51.100.2')).toBe(true)
})

test('an address that has no account is throttled just the same', async () => {
  const outcomes = await guess('ghost@shop.example', Array(12).fill('198.51.100.3'))

  expect(outcomes).toEqual({ [refused.credentials]: 10, [refused.tooManyAttempts]: 2 })
})

test('the addresses of an IPv6 /64 share their count', async () => {
  const networks = Array.from({ length: 12 }, (_value, index) => `2001:db8:7:7::${index.toString(16)}`)
  const outcomes = await guess('six@shop.example', networks)

  expect(outcomes).toEqual({ [refused.credentials]: 10, [refused.tooManyAttempts]: 2 })
})

test('strangers from ever new networks are stopped, and do not lock the owner out', async () => {
  const email = 'owner@shop.example'
  await signUp(app.visitor(), { email })
  expect(await canSignIn(email, '203.0.113.7')).toBe(true)

  const networksOf = (round: number) => Array.from({ length: 8 }, (_value, index) => `198.51.101.${round * 8 + index}`)
  const rounds = Array.from({ length: 8 }, (_value, round) => ({ email, networks: networksOf(round) }))

  expect(await guessInRounds(rounds)).toEqual([50, 14])
  expect(await canSignIn(email, '198.51.102.1')).toBe(false)
  expect(await canSignIn(email, '203.0.113.7')).toBe(true)
})

test('one network is stopped after a hundred guesses, whichever accounts they were at', async () => {
  const networks = Array(8).fill('198.51.103.1')
  const rounds = Array.from({ length: 15 }, (_value, index) => ({ email: `person${index}@shop.example`, networks }))

  expect(await guessInRounds(rounds)).toEqual([100, 20])
})

test('signing in right does not count, and once the time is over guesses start anew', async () => {
  const email = 'often@shop.example'
  await signUp(app.visitor(), { email })
  for (let round = 0; round < 12; round++) expect(await canSignIn(email, '198.51.104.1')).toBe(true)

  await guess(email, Array(11).fill('198.51.104.1'))
  expect(await canSignIn(email, '198.51.104.1')).toBe(false)
  await runSql(app.database, `update users.throttle set resets_at = now() - interval '1 second'`)
  expect(await canSignIn(email, '198.51.104.1')).toBe(true)
})

test('a client that no proxy vouches for cannot name the network it comes from', async () => {
  await using alone = await openUsers({}, { trustProxy: [] })
  const outcomes = []
  for (let index = 0; index < 12; index++) {
    const client = alone.visitor()
    const answer = await signIn(client, { email: 'x@shop.example', password: 'a wrong guess' }, `198.51.105.${index}`)
    outcomes.push((await errorsOf(client, answer)).email)
  }

  expect(outcomes.slice(-2)).toEqual([refused.tooManyAttempts, refused.tooManyAttempts])
})

test('guessing the current password from within a session is throttled too', async () => {
  const client = app.visitor()
  await signUp(client, { email: 'inside@shop.example' })
  await signIn(client, { email: 'inside@shop.example' }, '198.51.106.1')
  const change = (currentPassword: string) =>
    client.submit(
      'PUT',
      '/account/password',
      { currentPassword, newPassword: 'a windmill in the rain' },
      { referer: 'http://localhost/account' },
    )

  for (let guessed = 0; guessed < 10; guessed++) {
    expect(await errorsOf(client, await change('a wrong guess'))).toEqual({
      currentPassword: refused.currentPassword,
    })
  }
  expect(await errorsOf(client, await change(password))).toEqual({ currentPassword: refused.tooManyAttempts })
})

test('new accounts from one network are limited', async () => {
  const from = { 'x-forwarded-for': '198.51.107.1', referer: 'http://localhost/sign-up' }
  const form = (index: number) => ({ name: 'Bot', email: `bot${index}@shop.example`, password })
  for (let index = 0; index < 20; index++) {
    expect((await app.visitor().submit('POST', '/sign-up', form(index), from)).location).toBe('/sign-in')
  }

  const client = app.visitor()
  const answer = await client.submit('POST', '/sign-up', form(20), from)
  expect(await errorsOf(client, answer)).toEqual({ email: refused.tooManyAttempts })
})

test('what is counted names neither accounts nor networks', async () => {
  await runSql(
    app.database,
    `do $$ begin assert not exists (select from users.throttle t where t::text ~ '198\\.51|shop\\.example|@'); end $$`,
  )
})
