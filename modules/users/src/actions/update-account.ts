import { notFound } from 'ashlar/http'
import type { AccountForm, UserId } from '../contract.ts'
import type { UserStore } from '../domain/user-store.ts'
import { emailTaken, ownAccountLocked } from '../errors.ts'

/**
 * Changes a user's name, address and roles, as an administrator. Roles count from the user's next request on.
 *
 * @throws USERS_OWN_ACCOUNT_LOCKED when administrators change their own roles, USERS_EMAIL_TAKEN
 */
export async function updateAccount(users: UserStore, actor: UserId, id: UserId, form: AccountForm): Promise<void> {
  const account = await users.findAccount(id)
  if (!account) throw notFound('user')
  const roles = [...new Set(form.roles)].toSorted()
  if (id === actor && roles.join('\n') !== account.roles.toSorted().join('\n')) throw ownAccountLocked()
  if (await users.hasEmail(form.email, id)) throw emailTaken()
  await users.update(id, { ...form, roles })
}
