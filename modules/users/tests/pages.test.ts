import { runSql, type TestApp, testApp } from '@ashlar/testing'
import type { PageFile, ResolvePage } from 'ashlar/react'
import { createRenderer } from 'ashlar/react/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import de from '../src/locales/de.json' with { type: 'json' }
import en from '../src/locales/en.json' with { type: 'json' }
import { signIn, signUp } from '../src/testing/index.ts'
import { secret } from './open-users.ts'

let app: TestApp

const resolve: ResolvePage = (name) => import(`../src/pages/${name.slice('users/'.length)}.tsx`) as Promise<PageFile>

beforeAll(async () => {
  app = await testApp({
    modules: ['@ashlar/users'],
    config: { roles: { admin: ['users.manage'] }, settings: { users: { secret } }, languages: ['en', 'de'] },
    render: createRenderer({ resolve }),
  })
  await signUp(app.visitor(), { name: 'Ada Okafor', email: 'ada@shop.example' })
  await runSql(app.database, `update users."user" set roles = '{admin}'`)
})
afterAll(() => app.close())

/** The words of a document, without its markup. */
function wordsOf(html: string): string {
  return html.replace(/<script.*?<\/script>/gs, '').replace(/<[^>]*>/g, ' ')
}

test.each(['en', 'de'])('every page says what it is about in the language of its reader: %s', async (language) => {
  const texts = language === 'en' ? en : de
  const headers = { 'accept-language': language }
  const visitor = app.visitor()
  const client = app.visitor()
  await signIn(client, { email: 'ada@shop.example' })
  const list = await client.visit('/users')
  const { items } = list.page().props.accounts as { items: { id: string }[] }
  const id = items[0]?.id

  const pages = [
    { html: (await visitor.open('/sign-in', headers)).text, says: [texts.signIn.title, texts.signIn.email] },
    { html: (await visitor.open('/sign-up', headers)).text, says: [texts.signUp.title, texts.signUp.passwordHint] },
    { html: (await client.open('/account', headers)).text, says: [texts.profile.title, texts.profile.newPassword] },
    { html: (await client.open('/account/sessions', headers)).text, says: [texts.sessions.title, 'curl'] },
    { html: (await client.open('/users', headers)).text, says: [texts.users.title, 'Ada Okafor', texts.users.active] },
    { html: (await client.open(`/users/${id}`, headers)).text, says: ['ada@shop.example', texts.users.edit] },
    { html: (await client.open(`/users/${id}/edit`, headers)).text, says: [texts.users.ownRolesHint] },
  ]
  for (const { html, says } of pages) {
    const words = wordsOf(html)
    expect(words).not.toMatch(/\b(signIn|signUp|profile|sessions|users)\.\w/)
    for (const text of says) expect(words).toContain(text)
  }
})
