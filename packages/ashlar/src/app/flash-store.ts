/**
 * Keeps what one request leaves for the next page: messages, the errors of a form, a cleared history.
 *
 * It lives in the database under a random token, of which the browser has a cookie and the table a hash. It is written
 * by bookkeeping, so that a rolled-back request can still say why.
 */
import { createHash, randomBytes } from 'node:crypto'
import { stringifySetCookie } from 'cookie'
import { z } from 'zod'
import type { ModuleDatabase } from '../data/index.ts'
import { sql } from '../drizzle/index.ts'
import type { CarriedState } from '../inertia/resolve-page.ts'

const ttlSeconds = 600

const Kept = z.object({
  errors: z.record(z.string(), z.string()).optional(),
  flash: z.record(z.string(), z.unknown()).optional(),
  clearHistory: z.boolean().optional(),
  preserveFragment: z.boolean().optional(),
})

export interface FlashStoreOptions {
  readonly db: ModuleDatabase
  /** Runs work in a transaction of its own. */
  readonly runBookkeeping: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** Whether the app is reached by https; the cookie is bound to it then. */
  readonly secure: boolean
}

export interface FlashStore {
  /** Keeps a state and answers the `Set-Cookie` header that finds it again. */
  readonly keep: (state: CarriedState) => Promise<string>
  /** The state that a request's cookies name. It stays until it is forgotten. */
  readonly find: (cookies: Readonly<Record<string, string>>) => Promise<FoundState | undefined>
}

export interface FoundState {
  readonly state: CarriedState
  /** Forgets it, and answers the `Set-Cookie` header that makes the browser do the same. */
  readonly forget: () => Promise<string>
}

export function createFlashStore({ db, runBookkeeping, secure }: FlashStoreOptions): FlashStore {
  const name = secure ? '__Host-flash' : 'ashlar_flash'
  const writeCookie = (value: string, maxAge: number) =>
    stringifySetCookie({ name, value, maxAge, path: '/', httpOnly: true, sameSite: 'lax', secure })
  const forgetCookie = writeCookie('', 0)

  return {
    async keep(state) {
      const token = randomBytes(24).toString('base64url')
      await runBookkeeping(async () => {
        await db.execute(
          sql`insert into ashlar.flash (token_hash, state) values (${hashToken(token)}, ${JSON.stringify(state)}::jsonb)`,
        )
        await db.execute(sql`delete from ashlar.flash where created_at < now() - make_interval(secs => ${ttlSeconds})`)
      })
      return writeCookie(token, ttlSeconds)
    },
    async find(cookies) {
      const token = cookies[name]
      if (token === undefined || token === '') return undefined
      const hash = hashToken(token)
      const { rows } = await runBookkeeping(() =>
        db.execute<{ state: unknown }>(sql`select state from ashlar.flash where token_hash = ${hash}`),
      )
      const parsed = Kept.safeParse(rows[0]?.state)
      return {
        state: parsed.success ? (parsed.data as CarriedState) : {},
        async forget() {
          await runBookkeeping(() => db.execute(sql`delete from ashlar.flash where token_hash = ${hash}`))
          return forgetCookie
        },
      }
    },
  }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
