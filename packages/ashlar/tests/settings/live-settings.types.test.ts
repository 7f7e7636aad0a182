/** What the types of settings that change at run time let pass, and what they refuse. */
import { defineSettings, type LiveSettings, type Secret } from 'ashlar/contract'
import { expectTypeOf, test } from 'vitest'
import { z } from 'zod'

const settings = defineSettings('mailer', {
  host: { schema: z.string(), help: 'read at boot' },
  paused: { schema: z.boolean().default(false), help: 'for the whole app', levels: ['system'] },
  pageSize: { schema: z.int().default(20), help: 'for all or somebody', levels: ['system', 'user'] },
  sender: { schema: z.string().default(''), help: 'for a tenant', levels: ['tenant'] },
  key: { schema: z.string().optional(), help: 'a secret', secret: true, levels: ['system'] },
})
declare const live: LiveSettings<typeof settings>

test('settings of the whole app are properties; those that tenants and users may have are asked for', () => {
  expectTypeOf<(typeof live)['host']>().toEqualTypeOf<string>()
  expectTypeOf<(typeof live)['paused']>().toEqualTypeOf<boolean>()
  expectTypeOf<(typeof live)['key']>().toEqualTypeOf<Secret<string | undefined>>()
  expectTypeOf<typeof live>().not.toHaveProperty('pageSize')
  expectTypeOf<typeof live>().not.toHaveProperty('sender')
  const asks = () => live.get('pageSize')
  expectTypeOf<Awaited<ReturnType<typeof asks>>>().toEqualTypeOf<number>()
})

test('a value is set where its declaration says, and nowhere else', () => {
  const allowed = () => [
    live.set('paused', true),
    live.set('pageSize', 30),
    live.set('pageSize', 30, { user: 'anna' }),
    live.set('sender', 'desk', { tenant: 'acme' }),
    live.set('key', 'secret'),
    live.unset('sender', { tenant: 'acme' }),
  ]
  expectTypeOf(allowed).returns.toEqualTypeOf<Promise<void>[]>()
  const refused = () => {
    // @ts-expect-error It is read when the app boots.
    live.set('host', 'mail')
    // @ts-expect-error It holds for the whole app only.
    live.set('paused', true, { tenant: 'acme' })
    // @ts-expect-error Tenants have no value of their own.
    live.set('pageSize', 30, { tenant: 'acme' })
    // @ts-expect-error Whose value is meant has to be said.
    live.set('sender', 'desk')
    // @ts-expect-error It is a number.
    live.set('pageSize', 'many')
    // @ts-expect-error There is no such setting.
    live.get('colour')
  }
  expectTypeOf(refused).toBeFunction()
})
