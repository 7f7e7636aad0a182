/** What the tests of this module share: an app of users and tenants, and people in it. */
import { runSql, type TestApp, type TestAppOptions, type TestClient, testModules } from '@ashlar/testing'
import { type UserId, users } from '@ashlar/users/contract'
import { signIn, signUp } from '@ashlar/users/testing'
import { discoverModules, type ModuleSource } from 'ashlar/runtime'

export const secret = 'a secret that is only used by tests!'

export interface OpenTenantsOptions extends Pick<TestAppOptions, 'render'> {
  readonly languages?: readonly string[]
  /** Modules that a test writes down itself. */
  readonly beside?: readonly ModuleSource[]
}

/** Opens an app of users and tenants. Who signs up may do nothing in particular. */
export async function openTenants({
  languages = ['en'],
  beside = [],
  ...options
}: OpenTenantsOptions = {}): Promise<TestApp> {
  const config = { roles: { admin: ['*'] }, settings: { users: { secret } }, languages }
  const packages = ['@ashlar/users', '@ashlar/tenants']
  const { modules } = await discoverModules({ appFolder: process.cwd(), config, packages })
  return testModules([...modules, ...beside], { ...options, config })
}

export interface Someone {
  readonly client: TestClient
  readonly id: UserId
  readonly email: string
}

/** Somebody who is signed in. */
export async function meet(app: TestApp, name: string, roles?: readonly string[]): Promise<Someone> {
  const client = app.visitor()
  const { email } = await signUp(client, { name })
  const directory = await app.app.findService(users)
  const user = await app.run(async () => directory?.findByEmail(email))
  if (!user) throw new Error(`${name} did not get an account.`)
  if (roles)
    await runSql(app.database, `update users."user" set roles = '{${roles.join(',')}}' where email = '${email}'`)
  await signIn(client, { email })
  return { client, id: user.id, email }
}
