/** Session tokens: what the cookie holds, and what the database keeps of it. */
import { createHash, randomBytes } from 'node:crypto'

const tokenBytes = 32

/** A new token: 256 random bits as 43 characters of base64url. */
export function createToken(): string {
  return randomBytes(tokenBytes).toString('base64url')
}

/** Whether a text has the form of a token; nothing else is looked up. */
export function isToken(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}

/** What the database keeps of a token. A plain hash suffices: 256 random bits cannot be guessed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
