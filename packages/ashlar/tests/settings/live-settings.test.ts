/** Settings that change while the app runs: what holds, who sees it when, and what is kept of secrets. */
import { inspect } from 'node:util'
import { type TestApp, type TestDatabase, testModules } from '@ashlar/testing'
import { defineSettings, type Secret, type SettingLevel, type SettingOwner } from 'ashlar/contract'
import { savepoint, withTenant } from 'ashlar/data'
import fc from 'fast-check'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { moduleOf } from '../module-of.ts'
import { appKey, type Mailer, openMailer, tenants } from './mailer.ts'

const [acme, globex] = tenants
const anna = { actor: { id: 'anna' } }

let app: Mailer
beforeEach(async () => {
  app = await openMailer()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await app.close()
})

/** Beside the app, in the name of a tenant if one is given. */
async function runSql<Row>(text: string, values: readonly unknown[] = [], tenant = ''): Promise<Row[]> {
  const client = new pg.Client({ connectionString: app.database.url })
  await client.connect()
  try {
    await client.query(`select set_config('ashlar.tenant', $1, false)`, [tenant])
    return (await client.query(text, [...values])).rows as Row[]
  } finally {
    await client.end()
  }
}

const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 60_000, interval: 20 })

describe('what holds', () => {
  test('is what the strongest source says, and each value tells where it is from', async () => {
    const other = await openMailer({
      database: app.database,
      config: { settings: { mailer: { sender: 'config@shop.example', pageSize: 30 } } },
      environment: { MAILER_PAGE_SIZE: '40' },
    })
    const { settings, runAs } = other
    const explain = () => runAs({ tenant: acme, ...anna }, () => settings.explain('pageSize'))
    expect(await settings.explain('host')).toMatchObject({ value: 'localhost', source: 'default' })
    expect(await settings.explain('sender')).toMatchObject({ value: 'config@shop.example', source: 'configuration' })
    expect(await explain()).toMatchObject({ value: 40, source: 'environment' })

    await other.run(() => settings.set('pageSize', 50))
    expect(await explain()).toMatchObject({ value: 50, source: 'system' })
    await runAs({ tenant: acme }, () => settings.set('pageSize', 60, { tenant: acme }))
    expect(await explain()).toMatchObject({ value: 60, source: 'tenant' })
    await runAs(anna, () => settings.set('pageSize', 70, { user: 'anna' }))
    expect(await explain()).toMatchObject({
      value: 70,
      source: 'user',
      found: [
        { source: 'user', value: 70, changedBy: 'anna', changedAt: expect.any(Date) },
        { source: 'tenant', value: 60 },
        { source: 'system', value: 50, changedBy: 'system' },
        { source: 'environment', value: 40 },
      ],
    })
    await runAs(anna, () => settings.unset('pageSize', { user: 'anna' }))
    expect(await explain()).toMatchObject({ value: 60, source: 'tenant' })
    expect(await runAs({ tenant: acme, ...anna }, () => settings.get('pageSize', { user: 'bert' }))).toBe(60)
    expect(await runAs({ tenant: globex }, () => settings.get('pageSize'))).toBe(50)
    expect(await settings.get('pageSize', { tenant: acme })).toBe(60)
    await other.close()
  })

  test('is a property where it is the same for the whole app', async () => {
    expect(app.settings.paused).toBe(false)
    expect(app.settings.host).toBe('localhost')
    await app.run(() => app.settings.set('paused', true))
    expect(app.settings.paused).toBe(true)
    expect(Object.keys(app.settings)).not.toContain('pageSize')
  })

  test('is the next weaker value where a kept one does not fit any more, and that is reported', async () => {
    await app.run(() => app.settings.set('pageSize', 50))
    await app.run(() => app.settings.set('pageSize', 60, { tenant: acme }))
    await runSql(`update ashlar.setting set value = '1000', revision = revision + 100 where level = 'tenant'`, [], acme)
    await runSql(`update ashlar.setting set value = '"wide"', revision = revision + 100 where level = 'system'`)
    const upgraded = await openMailer({ database: app.database })

    const explained = await upgraded.settings.explain('pageSize', { tenant: acme })
    expect(explained).toMatchObject({ value: 20, source: 'default' })
    expect(explained.found).toMatchObject([
      { source: 'tenant', problem: expect.stringContaining('Too big') },
      { source: 'system', problem: expect.stringContaining('expected number') },
      { source: 'default', value: 20 },
    ])
    await upgraded.close()
  })
})

describe('a change', () => {
  test('belongs to the unit of work: read within it, undone with it, seen by others once it is kept', async () => {
    const failing = app.run(async () => {
      await app.settings.set('pageSize', 30)
      expect(await app.settings.get('pageSize')).toBe(30)
      await savepoint(async () => {
        await app.settings.set('pageSize', 35)
        throw new Error('undone')
      }).catch(() => undefined)
      expect(await app.settings.get('pageSize')).toBe(30)
      throw new Error('undone as well')
    })
    await expect(failing).rejects.toThrow('undone as well')
    expect(await app.settings.get('pageSize')).toBe(20)

    const { promise: written, resolve: tellWritten } = Promise.withResolvers<void>()
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
    const changing = app.run(async () => {
      await app.settings.set('paused', true)
      tellWritten()
      await mayEnd
    })
    await written
    expect(app.settings.paused).toBe(false)
    end()
    await changing
    expect(app.settings.paused).toBe(true)
  })

  test('is refused where it cannot be made, in words', async () => {
    const { settings, run, runAs } = app
    const unchecked = settings.set as (name: string, value: unknown, owner?: object) => Promise<void>
    await expect(run(() => unchecked('host', 'mail'))).rejects.toThrow('[ASH206]')
    await expect(run(() => unchecked('paused', true, { tenant: acme }))).rejects.toThrow('[ASH206]')
    await expect(run(() => unchecked('pageSize', 30, { tenant: acme, user: 'anna' }))).rejects.toThrow('[ASH206]')
    await expect(settings.set('pageSize', 30)).rejects.toThrow('[ASH207]')
    await expect(runAs({ readOnly: true }, () => settings.set('pageSize', 30))).rejects.toThrow('[ASH208]')
    await expect(run(() => settings.set('pageSize', 3))).rejects.toThrow('Too small')
    await expect(run(() => unchecked('pageSize', Number.NaN))).rejects.toThrow('[ASH209]')
    await expect(runAs({ tenant: globex }, () => settings.set('pageSize', 30, { tenant: acme }))).rejects.toThrow(
      '[ASH210]',
    )
    await expect(runAs({ tenant: globex }, () => settings.get('pageSize', { tenant: acme }))).rejects.toThrow(
      '[ASH210]',
    )
    await expect(run(() => unchecked('colour', 'red'))).rejects.toThrow('[ASH211]')
    await expect(run(() => settings.set('pageSize', 30, { user: '' }))).rejects.toThrow('[ASH213]')
    for (const tenant of ['acme', 'ten_01h455vb4pex5vsknk084sn02q', acme.toUpperCase()]) {
      await expect(run(() => settings.set('pageSize', 30, { tenant }))).rejects.toThrow('[ASH213]')
      await expect(settings.get('pageSize', { tenant })).rejects.toThrow('[ASH213]')
      await expect(app.app.settings.show('mailer.pageSize', { tenant })).rejects.toThrow('[ASH213]')
    }
    await expect(run(() => settings.set('apiKey', 'short'))).rejects.toThrow(/^(?!.*"short").*\[ASH209\]$/)
  })

  test('stands in the history with who made it, but not the value of a secret', async () => {
    await app.runAs({ tenant: acme, ...anna }, () => app.settings.set('sender', 'acme@shop.example', { tenant: acme }))
    await app.runAs(anna, () => app.settings.set('apiKey', 'key-of-the-shop'))
    const history = await runSql<{ after: object; secret: string[] | null }>(
      `select row_id, actor, tenant_id, request, before, after, secret from ashlar.change where module = 'ashlar' and table_name = 'setting' order by id`,
    )
    expect(history).toMatchObject([
      {
        row_id: `setting:mailer.sender@tenant:${acme}`,
        actor: 'anna',
        tenant_id: acme,
        after: { value: 'acme@shop.example' },
      },
      { row_id: 'setting:mailer.apiKey', actor: 'anna', secret: ['sealed'] },
    ])
    expect(JSON.stringify(history)).not.toContain('key-of-the-shop')
    expect(history[1]?.after).not.toHaveProperty('sealed')
  })

  test('costs no query once somebody’s values are in memory, and one for all of them before', async () => {
    const taken = vi.spyOn(app.app.database.bookkeeping, 'acquire')
    const units = vi.spyOn(app.app.database.units, 'acquire')
    const owner = { tenant: acme, user: 'anna' }
    await Promise.all([
      app.settings.get('pageSize', owner),
      app.settings.get('sender', owner),
      app.settings.get('pageSize', owner),
    ])
    expect(taken).toHaveBeenCalledTimes(2)
    for (let reads = 0; reads < 50; reads += 1) await app.settings.get('pageSize', owner)
    expect(taken).toHaveBeenCalledTimes(2)
    expect(units).not.toHaveBeenCalled()
  })
})

describe('a secret', () => {
  const reveal = async (on: Mailer, tenant?: string) =>
    ((await on.settings.get('apiKey', { tenant })) as Secret<string | undefined>).reveal()

  test('is encrypted where it is kept, and shown to nobody who does not ask for it by name', async () => {
    await app.run(() => app.settings.set('apiKey', 'key-of-the-shop'))
    expect(await reveal(app)).toBe('key-of-the-shop')
    const kept = await runSql(`select * from ashlar.setting`)
    expect(JSON.stringify(kept)).not.toContain('key-of-the-shop')
    const secret = await app.settings.get('apiKey')
    const shown = [
      JSON.stringify({ secret }),
      `${secret}`,
      inspect({ secret }),
      JSON.stringify(await app.settings.explain('apiKey')),
      JSON.stringify(await app.app.settings.list()),
      JSON.stringify(await runSql('select * from ashlar.notice')),
    ]
    for (const text of shown) expect(text).not.toContain('key-of-the-shop')
    expect(shown[0]).toBe('{"secret":"[secret]"}')
  })

  test('opens with older keys too, and with none but the app’s', async () => {
    await app.run(() => app.settings.set('apiKey', 'sealed with the old'))
    const APP_KEY = 'the key that has come after the other one'
    const rotated = await openMailer({ database: app.database, environment: { APP_KEY, APP_KEYS_OLD: appKey } })
    expect(await reveal(rotated)).toBe('sealed with the old')
    expect((await rotated.settings.explain('apiKey')).found[0]).toMatchObject({ source: 'system', olderKey: true })
    await rotated.run(() => rotated.settings.set('apiKey', 'sealed with the new', { tenant: acme }))
    expect((await rotated.settings.explain('apiKey', { tenant: acme })).found[0]).not.toHaveProperty('olderKey')
    await rotated.close()

    const later = await openMailer({ database: app.database, environment: { APP_KEY } })
    expect(await reveal(later, acme)).toBe('sealed with the new')
    expect(await reveal(later)).toBeUndefined()
    expect((await later.settings.explain('apiKey')).found[0]?.problem).toContain('APP_KEYS_OLD')
    await later.close()
  })

  test('does not open in the place of another', async () => {
    await app.run(() => app.settings.set('apiKey', 'key of acme', { tenant: acme }))
    await app.run(() => app.settings.set('apiKey', 'key of globex', { tenant: globex }))
    const [kept] = await runSql<{ sealed: string }>('select sealed from ashlar.setting', [], acme)
    await runSql('update ashlar.setting set revision = revision + 100, sealed = $1', [kept?.sealed], globex)
    const other = await openMailer({ database: app.database })
    expect(await reveal(other, acme)).toBe('key of acme')
    expect(await reveal(other, globex)).toBeUndefined()
    await other.close()
  })

  function openVault(schema: z.ZodType, database: TestDatabase): Promise<TestApp> {
    const key = { schema: schema.optional(), help: 'the key of the vault', secret: true, levels: ['system'] } as const
    const vault = { id: 'vault', settings: defineSettings('vault', { key }) } as const
    return testModules([moduleOf(vault, () => ({}))], { database, environment: { APP_KEY: appKey } })
  }

  test('that does not fit is never shown: not when it is set, and not once its schema has changed', async () => {
    const strict = z.union([
      z.strictObject({ password: z.string().min(20, { error: ({ input }) => `"${input}" is too short` }) }),
      z.string().transform((text) => z.url({ error: `"${text}" is no URL` }).parse(text)),
    ])
    const loose = await openVault(z.union([z.string(), z.record(z.string(), z.string())]), app.database)
    const vault = await openVault(strict, app.database)
    for (const text of ['hunter2', '{"password":"hunter2"}', '{"hunter2":"x"}']) {
      const refused = await vault.run(() => vault.app.settings.set('vault.key', text)).catch((error: unknown) => error)
      expect(refused).toMatchObject({ code: 'ASH209' })
      expect(inspect(refused)).not.toContain('hunter2')

      await loose.run(() => loose.app.settings.set('vault.key', text))
      const upgraded = await openVault(strict, app.database)
      const shown = await upgraded.app.settings.show('vault.key')
      expect(shown.found[0]).toMatchObject({ source: 'system', problem: expect.stringContaining('schema') })
      expect(inspect(shown, { depth: 9 })).not.toContain('hunter2')
      await upgraded.close()
    }
    await Promise.all([loose.close(), vault.close()])
  })

  test('that can be changed is not declared without a key', async () => {
    await expect(openMailer({ environment: { APP_KEY: '' } })).rejects.toThrow('ASH212')
    await expect(openMailer({ environment: { APP_KEY: 'short' } })).rejects.toThrow('ASH202')
  })
})

describe('another process', () => {
  test('sees what was kept, also when its notifications are cut', async () => {
    const other = await openMailer({ database: app.database, background: true })
    expect(await other.settings.get('pageSize', { tenant: acme })).toBe(20)
    await app.run(async () => {
      await app.settings.set('paused', true)
      await app.settings.set('pageSize', 30, { tenant: acme })
    })
    await until(async () => {
      expect(other.settings.paused).toBe(true)
      expect(await other.settings.get('pageSize', { tenant: acme })).toBe(30)
    })
    const listeners = `from pg_stat_activity where application_name = 'ashlar notifications' and datname = current_database()`
    let cutting = true
    const cut = (async () => {
      while (cutting) await runSql(`select pg_terminate_backend(pid) ${listeners}`)
    })()
    await app.run(() => app.settings.set('paused', false))
    await until(() => expect(other.settings.paused).toBe(false)).finally(() => {
      cutting = false
    })
    await cut
    await other.close()
  })

  test('sees a change whose transaction began before later ones were kept', async () => {
    const other = await openMailer({ database: app.database, background: true })
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
    const { promise: written, resolve: tellWritten } = Promise.withResolvers<void>()
    const slow = app.run(async () => {
      await app.settings.set('sender', 'slow@shop.example')
      tellWritten()
      await mayEnd
    })
    await written
    await app.run(() => app.settings.set('paused', true))
    await until(() => expect(other.settings.paused).toBe(true))
    end()
    await slow
    await until(async () => expect(await other.settings.get('sender')).toBe('slow@shop.example'))
    await other.close()
  })

  test('goes on with what it knows while the database is away', async () => {
    await app.run(() => app.settings.set('pageSize', 30, { tenant: acme }))
    const other = await openMailer({ database: app.database, background: true })
    expect(await other.settings.get('pageSize', { tenant: acme })).toBe(30)
    vi.spyOn(other.app.database.bookkeeping, 'acquire').mockRejectedValue(new Error('the database is away'))
    await app.run(() => app.settings.set('pageSize', 40, { tenant: acme }))
    expect(await other.settings.get('pageSize', { tenant: acme })).toBe(30)
    await expect(other.settings.get('pageSize', { tenant: globex })).rejects.toThrow('[ASH405]')
    vi.restoreAllMocks()
    await until(async () => expect(await other.settings.get('pageSize', { tenant: acme })).toBe(40))
    await other.close()
  })
})

test('nobody reads what another tenant or user has set, in any interleaving', { timeout: 300_000 }, async () => {
  const owners: readonly SettingOwner[] = [
    { tenant: acme },
    { tenant: globex },
    { user: 'anna' },
    { user: 'ben' },
    { tenant: acme, user: 'anna' },
    { tenant: globex, user: 'anna' },
    { tenant: globex, user: 'ben' },
  ]
  const step = fc.record({
    owner: fc.integer({ min: 0, max: owners.length - 1 }),
    action: fc.constantFrom('get', 'get', 'get', 'set', 'unset', 'undone') satisfies fc.Arbitrary<string>,
    value: fc.integer({ min: 0, max: 19 }),
  })
  let reads = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      await Promise.all(
        steps.map(async ({ owner: index, action, value }) => {
          const owner = owners[index] ?? {}
          const { tenant, user } = owner
          const actor = user === undefined ? undefined : { id: user }
          const level: SettingLevel = user === undefined ? 'tenant' : 'user'
          if (action === 'get') {
            const found = await app.runAs({ tenant, actor, readOnly: true }, () => app.settings.get('sender'))
            const whole = await app.runAs({ tenant, actor, readOnly: true }, () => app.settings.explain('pageSize'))
            reads += 2
            expect(['desk@shop.example', `${tenant}@shop.example`]).toContain(found)
            for (const { source, value: seen } of whole.found) {
              if (source === 'tenant') expect(Math.floor(Number(seen) / 20) - 1).toBe(tenant === acme ? 0 : 1)
              if (source === 'user') expect(Math.floor(Number(seen) / 20) - 3).toBe(user === 'anna' ? 0 : 1)
            }
            return
          }
          const base = level === 'tenant' ? (tenant === acme ? 20 : 40) : user === 'anna' ? 60 : 80
          await app
            .runAs({ tenant, actor }, async () => {
              const to = { level, tenant: tenant ?? '', user: user ?? '' }
              if (to.level === 'tenant') {
                if (action === 'unset') await app.settings.unset('pageSize', { tenant: to.tenant })
                else await app.settings.set('pageSize', base + value, { tenant: to.tenant })
                await app.settings.set('sender', `${tenant}@shop.example`, { tenant: to.tenant })
              } else if (action === 'unset') await app.settings.unset('pageSize', { user: to.user })
              else await app.settings.set('pageSize', base + value, { user: to.user })
              if (action === 'undone') throw new Error('undone')
            })
            .catch((error: unknown) => {
              if (!(error instanceof Error) || !/undone|ASH4/.test(error.message)) throw error
            })
        }),
      )
    }),
    { numRuns: 40 },
  )
  expect(reads).toBeGreaterThan(500)
})

test('a tenant’s settings are read in the name of another only where one works for it', async () => {
  await app.run(() => app.settings.set('sender', 'acme@shop.example', { tenant: acme }))
  const seen = await app.runAs({ tenant: globex }, async () => [
    await app.settings.get('sender'),
    await withTenant(acme, () => app.settings.get('sender')),
  ])
  expect(seen).toEqual(['desk@shop.example', 'acme@shop.example'])
})
