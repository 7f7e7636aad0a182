import type { Credentials } from '../auth/credentials.ts'
import type { UserStore } from '../domain/user-store.ts'

/** The password of every demo user. It stands in the README too: whoever can read it may use the demo. */
export const demoPassword = 'let-me-look-around'

/** Each has the role of the same name, for the app's configuration to say what it may do; `nobody` is shut out. */
const people = [
  { name: 'Ada Okafor', email: 'admin@demo.test', roles: ['admin'] },
  { name: 'Sam Lindqvist', email: 'sales@demo.test', roles: ['sales'] },
  { name: 'Vera Castillo', email: 'viewer@demo.test', roles: ['viewer'] },
  { name: 'Noor Haddad', email: 'nobody@demo.test', roles: [], disabled: true },
]

/** Makes the demo users, unless there is any user, and says how to sign in as one. */
export async function seedUsers(users: UserStore, credentials: Credentials): Promise<readonly string[]> {
  if (!(await users.isEmpty())) return []
  for (const { name, email, roles, disabled = false } of people) {
    const id = await credentials.createAccount({ name, email, roles, password: demoPassword })
    if (id && disabled) await users.setDisabled(id, true)
  }
  const [administrator] = people
  return [`Sign in as ${administrator?.email} with the password ${demoPassword}`]
}
