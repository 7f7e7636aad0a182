import type { NewAccount } from 'ashlar/contract'
import { invalidFields } from 'ashlar/http'
import type { Credentials } from '../auth/credentials.ts'
import { NewAccountForm, type UserId } from '../contract.ts'
import { emailTaken } from '../errors.ts'
import { assertPasswordAccepted } from './assert-password-accepted.ts'

/**
 * Makes an account for somebody, by the word of an administrator.
 *
 * @throws ASH225 when a field does not fit, USERS_PASSWORD_REFUSED, USERS_EMAIL_TAKEN
 */
export async function createAccount(credentials: Credentials, account: NewAccount): Promise<{ readonly id: UserId }> {
  const parsed = NewAccountForm.safeParse(account)
  if (!parsed.success) {
    throw invalidFields(Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join('.'), message])))
  }
  const { name, email, password } = parsed.data
  await assertPasswordAccepted({ password, name, email, field: 'password' })
  const id = await credentials.createAccount(parsed.data)
  if (!id) throw emailTaken()
  return { id }
}
