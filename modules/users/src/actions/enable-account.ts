import { notFound } from 'ashlar/http'
import type { UserId } from '../contract.ts'
import type { UserStore } from '../domain/user-store.ts'

/** Opens a shut account again. Its old sessions stay ended. */
export async function enableAccount(users: UserStore, id: UserId): Promise<void> {
  if (!(await users.find(id))) throw notFound('user')
  await users.setDisabled(id, false)
}
