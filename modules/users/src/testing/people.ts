/** People for tests of apps that have this module: they sign up and in as anybody does, through HTTP. */
import type { TestClient, TestResponse } from '@ashlar/testing'
import { routes } from '../contract.ts'

/** Somebody with an account, or about to have one. */
export interface Person {
  readonly name: string
  readonly email: string
  readonly password: string
}

/** The password of whoever is given none. */
export const password = 'a lighthouse in the fog'

let count = 0

/** Makes up a person. Whatever is not given is believable, and the address is nobody else's. */
export function createPerson(given: Partial<Person> = {}): Person {
  count += 1
  return { name: 'Robin Person', email: `robin.${count}@people.example`, password, ...given }
}

/**
 * Signs somebody up and returns who it is; `signIn` takes them.
 *
 * @param from the address they come from, for apps that trust a proxy at 127.0.0.1.
 */
export async function signUp(client: TestClient, given: Partial<Person> = {}, from = '127.0.0.1'): Promise<Person> {
  const person = createPerson(given)
  const answer = await client.submit('POST', routes.createAccount(), person, headersOf(routes.signUp(), from))
  if (answer.location !== routes.signIn()) {
    throw new Error(`The sign-up of ${person.email} was answered ${answer.status} ${answer.location ?? answer.text}.`)
  }
  return person
}

/** Signs somebody in: the client has their session then, unless the answer leads back to the form. */
export async function signIn(
  client: TestClient,
  person: Pick<Person, 'email'> & Partial<Person>,
  from = '127.0.0.1',
): Promise<TestResponse> {
  const body = { email: person.email, password: person.password ?? password }
  return client.submit('POST', routes.startSession(), body, headersOf(routes.signIn(), from))
}

function headersOf(page: string, from: string): Record<string, string> {
  return { referer: `http://localhost${page}`, 'x-forwarded-for': from, 'user-agent': 'curl/8.5' }
}
