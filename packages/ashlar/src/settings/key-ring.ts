/** Encrypts what must not be readable where it is kept: AES-256-GCM with keys that come from the environment. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { AshlarError } from '../contract/errors.ts'
import { environmentInvalid } from './errors.ts'
import type { Environment } from './read-settings.ts'

/** Seals texts with the newest key and opens what any of the keys has sealed. */
export interface KeyRing {
  /** @param bound What the text is for and whose it is: under anything else it cannot be opened. */
  readonly seal: (text: string, bound: string) => string
  /** @returns the text, or `undefined` when none of the keys opens it. */
  readonly open: (sealed: string, bound: string) => string | undefined
  /** Whether a text was sealed with an older key than the newest. */
  readonly isOld: (sealed: string) => boolean
}

interface Key {
  /** Names the key without telling anything of it. */
  readonly id: string
  readonly bytes: Buffer
}

const shortestKey = 32
const cipher = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

/** The variables that keys come from. */
export const keyVariables = { newest: 'APP_KEY', older: 'APP_KEYS_OLD' } as const

/**
 * Reads the keys of an app: `APP_KEY` seals and opens; those of `APP_KEYS_OLD`, separated by commas, only open.
 *
 * @returns no ring where there is no key, or a problem with one.
 */
export function readKeyRing(environment: Environment): {
  readonly ring: KeyRing | undefined
  readonly problems: readonly AshlarError[]
} {
  const newest = environment[keyVariables.newest] || undefined
  const older = (environment[keyVariables.older] ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '')
  const problems: AshlarError[] = []
  if (newest !== undefined && newest.length < shortestKey) {
    problems.push(environmentInvalid(keyVariables.newest, `at least ${shortestKey} random characters`))
  }
  if (older.some((key) => key.length < shortestKey)) {
    problems.push(
      environmentInvalid(keyVariables.older, `keys of at least ${shortestKey} characters, separated by commas`),
    )
  }
  const usable = newest !== undefined && problems.length === 0
  return { ring: usable ? createKeyRing([newest, ...older]) : undefined, problems }
}

function createKeyRing(secrets: readonly [string, ...string[]]): KeyRing {
  const [newest, ...older] = secrets.map(deriveKey) as [Key, ...Key[]]
  const byId = new Map([...older, newest].map((key) => [key.id, key]))
  return {
    seal(text, bound) {
      const nonce = randomBytes(nonceBytes)
      const sealing = createCipheriv(cipher, newest.bytes, nonce, { authTagLength: tagBytes }).setAAD(
        Buffer.from(bound),
      )
      const body = Buffer.concat([nonce, sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()])
      return `1.${newest.id}.${body.toString('base64url')}`
    },
    open(sealed, bound) {
      const [form, id = '', text = ''] = sealed.split('.')
      const key = byId.get(id)
      const body = Buffer.from(text, 'base64url')
      if (form !== '1' || key === undefined || body.length < nonceBytes + tagBytes) return undefined
      const opening = createDecipheriv(cipher, key.bytes, body.subarray(0, nonceBytes), { authTagLength: tagBytes })
        .setAAD(Buffer.from(bound))
        .setAuthTag(body.subarray(-tagBytes))
      try {
        return Buffer.concat([opening.update(body.subarray(nonceBytes, -tagBytes)), opening.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
    isOld: (sealed) => sealed.split('.')[1] !== newest.id,
  }
}

/** Source: RFC 5869. The key itself is used for nothing else, so that what else an app signs with it says nothing of it. */
function deriveKey(secret: string): Key {
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, '', `ashlar settings ${purpose}`, length))
  return { id: derive('id', 6).toString('base64url'), bytes: derive('encryption', 32) }
}
