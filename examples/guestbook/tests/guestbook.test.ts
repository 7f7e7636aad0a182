/** The guestbook through HTTP, on a database of its own. */
import { type TestApp, type TestClient, testApp } from '@ashlar/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { can, type Entry, routes } from '../src/contract.ts'

let app: TestApp

beforeAll(async () => {
  app = await testApp({ modules: ['ashlar-guestbook'], config: { languages: ['en', 'de'] } })
})
afterAll(() => app?.close())

async function listEntries(client: TestClient): Promise<Entry[]> {
  return (await client.visit(routes.list())).page().props.entries as Entry[]
}

test('who is signed in leaves a message, and everybody reads it', async () => {
  const page = await app.as([], { name: 'Ada' }).submitAndFollow('POST', routes.sign(), { message: ' Well built. ' })
  expect(page.page()).toMatchObject({
    component: 'guestbook/Browse',
    flash: { kind: 'success', message: 'Thank you for signing.' },
  })
  expect(await listEntries(app.visitor())).toMatchObject([{ author: 'Ada', message: 'Well built.' }])
})

test('a visitor reads and cannot sign', async () => {
  const visitor = app.visitor()
  expect((await visitor.visit(routes.list())).page().props).toMatchObject({ maySign: false, mayModerate: false })
  const before = await listEntries(visitor)
  expect((await visitor.submit('POST', routes.sign(), { message: 'Me too' })).location).toContain('/sign-in')
  expect(await listEntries(visitor)).toEqual(before)
})

test('a message that says nothing, or too much, is refused in words', async () => {
  const guest = app.as([])
  for (const [message, problem] of [
    ['   ', 'Write a message.'],
    ['x'.repeat(501), 'Keep it to 500 characters.'],
  ] as const) {
    const page = await guest.submitAndFollow('POST', routes.sign(), { message })
    expect(page.page().props.errors).toEqual({ message: problem })
  }
})

test('only a moderator removes a message', async () => {
  await app.as([]).submit('POST', routes.sign(), { message: 'Not for long' })
  const [entry] = await listEntries(app.visitor())
  if (!entry) throw new Error('There is no entry.')
  expect((await app.as([]).submit('DELETE', routes.remove({ id: entry.id }))).status).toBe(403)
  await app.as([can.moderate]).submit('DELETE', routes.remove({ id: entry.id }))
  expect(await listEntries(app.visitor())).not.toContainEqual(entry)
})
