/** Which new passwords are good enough. Sources: NIST SP 800-63B §5.1.1.2 and OWASP ASVS 5.0, 6.2. */

/** The fewest characters of a password. */
export const minPasswordCharacters = 8
/** The longest password, in bytes of UTF-8. It is refused beyond that, never cut. */
export const maxPasswordBytes = 1024

/** Why a password is refused. */
export type PasswordProblem = 'too-short' | 'too-long' | 'unreadable' | 'common' | 'personal'

/** What a policy needs to judge a password. */
export interface PasswordContext {
  /** Passwords that everybody tries first, in lower case. */
  readonly common: ReadonlySet<string>
  /** Words that a stranger would try for this user: their name and address. */
  readonly personal: readonly string[]
}

/** The first reason to refuse a new password, or `undefined`. There are no rules on the kinds of characters. */
export function findPasswordProblem(password: string, context: PasswordContext): PasswordProblem | undefined {
  if (!password.isWellFormed()) return 'unreadable'
  if (isPasswordTooLong(password)) return 'too-long'
  const folded = fold(password)
  if (countCharacters(folded) < minPasswordCharacters) return 'too-short'
  if (context.common.has(folded)) return 'common'
  if (countCharacters(withoutWords(folded, context.personal)) < minPasswordCharacters) return 'personal'
  return undefined
}

/** Whether a password is longer than any that was ever accepted. */
export function isPasswordTooLong(password: string): boolean {
  return Buffer.byteLength(password) > maxPasswordBytes
}

/** The hash is made of the NFKC form as well, so that two keyboards type the same password. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function countCharacters(text: string): number {
  return [...text].length
}

/** Shorter parts of a name are parts of too many good passwords. */
const shortestWord = 4

/** What is left of a password once names and addresses are taken out: `anna.miller1` of Anna Miller leaves `.1`. */
function withoutWords(password: string, personal: readonly string[]): string {
  const words = personal.flatMap((text) => [fold(text), ...fold(text).split(/[^\p{L}\p{N}]+/u)])
  return words
    .filter((word) => countCharacters(word) >= shortestWord)
    .toSorted((left, right) => right.length - left.length)
    .reduce((rest, word) => rest.replaceAll(word, ''), password)
}
