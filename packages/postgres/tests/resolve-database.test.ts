import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmbeddedPostgres, resolveDatabase, startEmbeddedPostgres } from '../src/index.ts'
import { answerAsVersion, listen } from './fake-server.ts'
import { createFolder } from './folders.ts'
import { query } from './sql.ts'

const secret = 'correct-horse'

describe('without a URL', () => {
  test('development uses the embedded database, and so does production that asks for it by name; it stops when it is done', async () => {
    const folder = join(createFolder(), 'database')

    const database = await resolveDatabase({ env: {}, folder })

    expect(database).toMatchObject({ kind: 'embedded', warnings: [] })
    expect(await query(database.appUrl, 'select current_user as role, current_database() as name')).toEqual([
      { role: 'ashlar_app', name: 'app' },
    ])
    expect(await query(database.ownerUrl, 'select current_user as role')).toEqual([{ role: 'ashlar_owner' }])
    await database.release()

    const inProduction = await resolveDatabase({
      env: { NODE_ENV: 'production' },
      folder,
      embedded: true,
      database: 'shop',
    })
    expect(await query(inProduction.appUrl, 'select current_database() as name')).toEqual([{ name: 'shop' }])
    await inProduction.release()
    expect(existsSync(join(folder, 'cluster', 'data', 'postmaster.pid'))).toBe(false)
  })

  test('production is refused and makes nothing', async () => {
    const folder = join(createFolder(), 'database')

    await expect(resolveDatabase({ env: { NODE_ENV: 'production' }, folder })).rejects.toThrow(
      /DATABASE_URL is not set.*\[ASH630\]/,
    )
    await expect(resolveDatabase({ env: { DATABASE_URL: '' }, folder, production: true })).rejects.toMatchObject({
      code: 'ASH630',
    })
    expect(existsSync(folder)).toBe(false)
  })
})

describe('with a URL', () => {
  const folder = createFolder(afterAll)
  let server: EmbeddedPostgres

  beforeAll(async () => {
    server = await startEmbeddedPostgres({ folder, durable: false })
    await server.ensureDatabase('app')
  }, 60_000)

  afterAll(() => server.release())

  test('two roles give no warning', async () => {
    const env = {
      NODE_ENV: 'production',
      DATABASE_URL: server.appUrl('app'),
      DATABASE_OWNER_URL: server.ownerUrl('app'),
    }

    const database = await resolveDatabase({ env, folder: '/nowhere' })

    expect(database).toMatchObject({
      kind: 'external',
      appUrl: env.DATABASE_URL,
      ownerUrl: env.DATABASE_OWNER_URL,
      warnings: [],
    })
    await database.release()
  })

  test('one role for both, or two databases, are told', async () => {
    const warningsOf = async (env: Record<string, string>): Promise<readonly string[]> =>
      (await resolveDatabase({ env, folder: '/nowhere' })).warnings

    const onlyApp = await warningsOf({ DATABASE_URL: server.ownerUrl('app') })
    const onlyOwner = await warningsOf({ DATABASE_OWNER_URL: server.ownerUrl('app') })
    const same = await warningsOf({ DATABASE_URL: server.ownerUrl('app'), DATABASE_OWNER_URL: server.ownerUrl('app') })
    const apart = await warningsOf({
      DATABASE_URL: server.appUrl('postgres'),
      DATABASE_OWNER_URL: server.ownerUrl('app'),
    })

    expect(onlyApp).toEqual([
      expect.stringMatching(/^Only DATABASE_URL is set.*row-level security.*Set DATABASE_OWNER_URL too/),
    ])
    expect(onlyOwner).toEqual([
      expect.stringMatching(/^Only DATABASE_OWNER_URL is set.*row-level security.*Set DATABASE_URL too/),
    ])
    expect(same).toEqual([expect.stringContaining('log in as the same role "ashlar_owner"')])
    expect(apart).toEqual([expect.stringContaining('leads to database "postgres" and DATABASE_OWNER_URL to "app"')])
  })

  test('a server that is too old is refused with the version found', async () => {
    const port = await listen(answerAsVersion('14.9 (Debian 14.9-1)'))
    const failure = await failureFor(`postgres://shop:${secret}@127.0.0.1:${port}/orders`)

    expect(failure).toMatchObject({
      code: 'ASH634',
      details: { found: '14.9 (Debian 14.9-1)', host: '127.0.0.1', port },
    })
    expect(failure.message).toMatch(/is PostgreSQL 14\.9 .*needs PostgreSQL 15 or newer/)
  })

  test('a server that cannot be reached is named by host, port and database', async () => {
    const port = await listen(() => {})
    const silent = await failureFor(`postgres://shop:${secret}@127.0.0.1:${port}/orders`)
    const closed = await failureFor(`postgres://shop:${secret}@127.0.0.1:1/orders`)
    const hangsUp = await failureFor(
      `postgres://shop:${secret}@127.0.0.1:${await listen((socket) => socket.destroy())}/orders`,
    )
    const noSocket = await failureFor(`postgres://shop:${secret}@localhost/orders?host=/no/such/folder`)

    for (const failure of [silent, closed, hangsUp, noSocket]) expect(failure.code).toBe('ASH632')
    expect(silent.message).toContain(
      `The database "orders" at 127.0.0.1, port ${port}, given by DATABASE_URL, cannot be reached`,
    )
    expect(closed.message).toContain('nothing listens there (ECONNREFUSED)')
    expect(noSocket.message).toContain('at /no/such/folder, port 5432')
  })

  test('a server that refuses is told apart from one that is away', async () => {
    const wrongPassword = await failureFor(server.appUrl('postgres').replace(/:[^:@]+@/, `:${secret}@`))
    const noDatabase = await failureFor(server.appUrl('absent'))

    expect(wrongPassword).toMatchObject({
      code: 'ASH633',
      message: expect.stringContaining('password authentication failed'),
    })
    expect(noDatabase).toMatchObject({ code: 'ASH633', message: expect.stringContaining('"absent" does not exist') })
  })

  test('a value that is no database URL is refused', async () => {
    for (const url of [`mysql://shop:${secret}@host/orders`, secret, `postgres://shop:${secret}@host:port/orders`]) {
      expect(await failureFor(url)).toMatchObject({
        code: 'ASH631',
        message: expect.stringContaining('DATABASE_URL is not a database URL'),
      })
    }
  })
})

/** Resolves with the URL, and makes sure that the password is nowhere in the error that must come of it. */
async function failureFor(url: string): Promise<Error & { readonly code: string }> {
  const failure = await resolveDatabase({ env: { DATABASE_URL: url }, folder: '/nowhere' }).then(
    () => new Error('It was accepted.'),
    (error: Error) => error,
  )
  expect(inspect(failure, { depth: Infinity, showHidden: true })).not.toContain(secret)
  return failure as Error & { readonly code: string }
}
