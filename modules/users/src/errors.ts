/** Every error that accounts can raise. The texts of fields are locale keys. */
import { AshlarError } from 'ashlar/contract'
import type { PasswordProblem } from './domain/password-policy.ts'

/** Neither says which of the two was wrong, nor whether there is such an account. */
export function credentialsRefused(): AshlarError {
  return refusedField('USERS_CREDENTIALS_REFUSED', 'email', 'credentials', 'Address and password do not fit together.')
}

/** Told only to who knows the password. */
export function accountDisabled(): AshlarError {
  return refusedField('USERS_ACCOUNT_DISABLED', 'email', 'disabled', 'This account is disabled. Ask an administrator.')
}

export function attemptsTooMany(field: string): AshlarError {
  return refusedField(
    'USERS_ATTEMPTS_TOO_MANY',
    field,
    'tooManyAttempts',
    'This was tried too often. Wait a quarter of an hour, then try again.',
  )
}

export function passwordRefused(field: string, problem: PasswordProblem): AshlarError {
  return refusedField('USERS_PASSWORD_REFUSED', field, `password.${problem}`, passwordSentences[problem])
}

const passwordSentences: Readonly<Record<PasswordProblem, string>> = {
  'too-short': 'The password has fewer than 8 characters. Use more.',
  'too-long': 'The password has more than 1024 bytes. Use fewer.',
  unreadable: 'The password holds characters that cannot be read. Type it anew.',
  common: 'Too many people use this password. Choose another one.',
  personal: 'The password is little more than the name or the address. Choose another one.',
}

export function currentPasswordWrong(): AshlarError {
  return refusedField(
    'USERS_CURRENT_PASSWORD_WRONG',
    'currentPassword',
    'currentPassword',
    'The current password is another one.',
  )
}

/** Only administrators are told: to them every address is known anyway. */
export function emailTaken(): AshlarError {
  return refusedField('USERS_EMAIL_TAKEN', 'email', 'emailTaken', 'Another account has this address.')
}

export function signUpClosed(): AshlarError {
  return new AshlarError(
    'USERS_SIGN_UP_CLOSED',
    403,
    'New accounts are made by an administrator here. Ask one for an account.',
  )
}

/** Administrators cannot shut themselves out: neither by disabling their account nor by giving away their roles. */
export function ownAccountLocked(): AshlarError {
  return new AshlarError(
    'USERS_OWN_ACCOUNT_LOCKED',
    409,
    'You cannot disable your own account or change your own roles. Ask another administrator.',
  )
}

function refusedField(code: string, field: string, key: string, sentence: string): AshlarError {
  return new AshlarError(code, 422, sentence, { details: { fields: { [field]: `users:errors.${key}` } } })
}
