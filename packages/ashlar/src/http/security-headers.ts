/** The headers that every answer carries, and the content security policy of documents. */
import { randomFillSync } from 'node:crypto'

/** On every answer. Sources: OWASP ASVS 5.0 §3.4, MDN HTTP Observatory. */
const always: Readonly<Record<string, string>> = Object.freeze({
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
})

const twoYearsSeconds = 63_072_000

export interface SecurityHeadersOptions {
  /** Whether the app is reached by https: only then may a browser be told to insist on it. */
  readonly secure: boolean
}

/** The headers of every answer of an app. */
export function createSecurityHeaders(options: SecurityHeadersOptions): Readonly<Record<string, string>> {
  return options.secure
    ? { ...always, 'strict-transport-security': `max-age=${twoYearsSeconds}; includeSubDomains` }
    : always
}

const nonceBytes = 16
/** Random bytes for many nonces: asking the system for them costs more than the rest of a document's headers. */
const randomness = Buffer.alloc(128 * nonceBytes)
let used = randomness.length

/** A fresh nonce of 128 bits. */
export function createNonce(): string {
  if (used === randomness.length) {
    randomFillSync(randomness)
    used = 0
  }
  used += nonceBytes
  return randomness.toString('base64', used - nonceBytes, used)
}

/** The content security policy of one document: nothing but the app's own, and scripts that carry the nonce. */
export function contentSecurityPolicy(nonce: string, connectSources: readonly string[] = []): string {
  const connect = ["'self'", ...connectSources].join(' ')
  return (
    `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'self' 'nonce-${nonce}'; ` +
    `img-src 'self' data:; font-src 'self'; connect-src ${connect}; manifest-src 'self'; ` +
    `object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`
  )
}
