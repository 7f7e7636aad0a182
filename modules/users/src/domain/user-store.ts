import type { Paged } from 'ashlar/contract'
import type { Account, AccountForm, AccountList, User, UserId } from '../contract.ts'

/** Users in the database. */
export interface UserStore {
  find(id: UserId): Promise<User | undefined>
  findByEmail(email: string): Promise<User | undefined>
  /** By name; nobody whose account is shut. */
  search(text: string, limit: number): Promise<User[]>
  listById(ids: readonly UserId[]): Promise<User[]>
  findAccount(id: UserId): Promise<Account | undefined>
  listAccounts(query: AccountList): Promise<Paged<Account>>
  hasEmail(email: string, except: UserId): Promise<boolean>
  /** The roles that users have, by their names. */
  listRoles(): Promise<string[]>
  isEmpty(): Promise<boolean>
  /** Whether nobody may sign in as this user. Holds the user as it is until the transaction ends. */
  isShut(id: UserId): Promise<boolean>
  rename(id: UserId, name: string): Promise<void>
  update(id: UserId, form: AccountForm): Promise<void>
  setRoles(id: UserId, roles: readonly string[]): Promise<void>
  setDisabled(id: UserId, disabled: boolean): Promise<void>
}
