import { notFound } from 'ashlar/http'
import type { UserId } from '../contract.ts'
import type { SessionStore } from '../domain/session-store.ts'
import type { UserStore } from '../domain/user-store.ts'
import { ownAccountLocked } from '../errors.ts'

/**
 * Shuts an account: nobody signs in to it any more, and whoever is signed in is out with their next request.
 *
 * @throws USERS_OWN_ACCOUNT_LOCKED
 */
export async function disableAccount(
  needs: { readonly users: UserStore; readonly sessions: SessionStore },
  actor: UserId,
  id: UserId,
): Promise<void> {
  if (id === actor) throw ownAccountLocked()
  if (!(await needs.users.find(id))) throw notFound('user')
  // In this order: a sign-in under way holds the row of the user, so that its session is there to be removed.
  await needs.users.setDisabled(id, true)
  await needs.sessions.removeAllOf(id)
}
