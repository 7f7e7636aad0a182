import { findPasswordProblem } from '../domain/password-policy.ts'
import { passwordRefused } from '../errors.ts'

/** A password that somebody wants, and who they are. */
export interface ChosenPassword {
  readonly password: string
  readonly name: string
  readonly email: string
  /** The field of the form that it was given in. */
  readonly field: string
}

/**
 * Raises when a new password is not good enough.
 *
 * @throws USERS_PASSWORD_REFUSED
 */
export async function assertPasswordAccepted({ password, name, email, field }: ChosenPassword): Promise<void> {
  const problem = findPasswordProblem(password, { common: await loadCommonPasswords(), personal: [name, email] })
  if (problem) throw passwordRefused(field, problem)
}

let commonPasswords: Promise<ReadonlySet<string>> | undefined

/** Read when the first password is chosen, since the list takes a few megabytes. */
function loadCommonPasswords(): Promise<ReadonlySet<string>> {
  commonPasswords ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common']),
  )
  return commonPasswords
}
