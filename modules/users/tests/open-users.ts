/** What the tests of this module share: an app of it alone, and the few things that a browser cannot do. */
import { type TestApp, type TestClient, type TestResponse, testApp } from '@ashlar/testing'
import en from '../src/locales/en.json' with { type: 'json' }

/** What a refused form says, in the language of the tests. */
export const refused = en.errors

export const secret = 'a secret that is only used by tests!'

/** Opens an app of this module, which believes what its tests say of the addresses they come from. */
export function openUsers(
  settings: Readonly<Record<string, unknown>> = {},
  { trustProxy = ['127.0.0.1'] }: { readonly trustProxy?: readonly string[] } = {},
): Promise<TestApp> {
  return testApp({
    modules: ['@ashlar/users'],
    config: {
      roles: { admin: ['users.manage'] },
      settings: { users: { secret, ...settings } },
      http: { trustProxy },
    },
  })
}

/** Whether a client is signed in, as the app sees it. */
export async function isSignedIn(client: TestClient): Promise<boolean> {
  return (await client.visit('/account')).status === 200
}

/** The messages that a refused form shows, by field. */
export async function errorsOf(client: TestClient, answer: TestResponse): Promise<Record<string, string>> {
  if (answer.location === undefined) throw new Error(`There is no form to go back to: ${answer.status} ${answer.text}`)
  return (await client.visit(answer.location)).page().props.errors
}
