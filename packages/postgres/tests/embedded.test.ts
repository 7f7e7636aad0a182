import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/index.ts'
import { createFolder } from './folders.ts'
import { query } from './sql.ts'

describe('the life of an embedded server', () => {
  test('begins with a new database, and goes on with the same one later', async () => {
    const folder = join(createFolder(), 'new', 'database')
    const steps: string[] = []

    const first = await startEmbeddedPostgres({ folder, onProgress: (step) => steps.push(step) })
    await first.ensureDatabase('app')
    await first.ensureDatabase('app')
    await query(first.ownerUrl('app'), 'create table note (text text)')
    await query(first.ownerUrl('app'), "insert into note values ('kept')")
    await first.release()
    const second = await startEmbeddedPostgres({ folder })

    expect([first.status, second.status]).toEqual(['created', 'started'])
    expect(steps).toEqual(['initialising', 'starting'])
    expect(await query(second.ownerUrl('app'), 'select text from note')).toEqual([{ text: 'kept' }])
    await second.release()
    const left = readdirSync(folder).filter((name) => name !== 'keeper-cache')
    expect(left.sort()).toEqual(['cluster', 'server.json', 'server.log', 'server.previous.log'])
  })

  test('ends when the last user has released it, or when one stops it, and leaves no socket behind', async () => {
    const folder = createFolder()
    const first = await startEmbeddedPostgres({ folder, durable: false })
    const second = await startEmbeddedPostgres({ folder, durable: false })
    const url = second.ownerUrl('postgres')

    await first.release()
    await first.release()
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }])
    await second.release()
    expect(second.status).toBe('adopted')
    await expect(query(url, 'select 1')).rejects.toThrow(/ENOENT/)
    expect(existsSync(socketFolder(url))).toBe(false)

    const third = await startEmbeddedPostgres({ folder, durable: false })
    const fourth = await startEmbeddedPostgres({ folder, durable: false })
    await third.stop()
    await expect(query(fourth.ownerUrl('postgres'), 'select 1')).rejects.toThrow(/ENOENT/)
    await fourth.release()
  })

  test('without durability is not shared with a command that needs it', async () => {
    const folder = createFolder()
    const settings = `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`
    const quick = await startEmbeddedPostgres({ folder, durable: false })

    await expect(startEmbeddedPostgres({ folder })).rejects.toThrow(/without durability.*\[ASH613\]/)
    expect(await query(quick.ownerUrl('postgres'), settings)).toEqual([{ fsync: 'off', commit: 'off' }])
    await quick.release()
    const durable = await startEmbeddedPostgres({ folder })

    expect(durable.status).toBe('started')
    expect(await query(durable.ownerUrl('postgres'), settings)).toEqual([{ fsync: 'on', commit: 'on' }])
    await durable.release()
  })
})

describe('an embedded server', () => {
  const folder = createFolder(afterAll)
  let server: EmbeddedPostgres

  beforeAll(async () => {
    server = await startEmbeddedPostgres({ folder, durable: false })
  }, 60_000)

  afterAll(() => server.release())

  test('gives two roles: an owner who may make roles and databases, and an app that owns nothing', async () => {
    await server.ensureDatabase('app')

    const roles = await query(
      server.ownerUrl('app'),
      `select rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls from pg_roles where rolcanlogin and rolname <> 'postgres' order by 1`,
    )
    const [database] = await query(
      server.ownerUrl('app'),
      'select datdba::regrole::text as owner from pg_database where datname = $1',
      ['app'],
    )

    expect(roles).toEqual([
      { rolname: 'ashlar_app', rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false },
      { rolname: 'ashlar_owner', rolsuper: false, rolcreaterole: true, rolcreatedb: true, rolbypassrls: false },
    ])
    expect(database).toEqual({ owner: 'ashlar_owner' })
    await query(server.ownerUrl('app'), 'create role app_notes nologin')
    await query(server.ownerUrl('app'), 'create schema notes')
    await query(server.ownerUrl('app'), 'create table notes.note (text text)')
    await expect(query(server.appUrl('app'), 'select * from notes.note')).rejects.toThrow(/permission denied/)
    await expect(query(server.appUrl('app'), 'create table mine (text text)')).rejects.toThrow(/permission denied/)
  })

  test('listens in a private folder only, and lets in nobody without a password', async () => {
    const url = server.ownerUrl('postgres')

    const [settings] = await query(url, `select current_setting('listen_addresses') as addresses`)
    const modes = [socketFolder(url), join(folder, 'cluster', 'passwords.json'), join(folder, 'cluster', 'data')].map(
      (path) => (statSync(path).mode & 0o777).toString(8),
    )

    expect(settings).toEqual({ addresses: '' })
    expect(modes).toEqual(['700', '600', '700'])
    expect(Buffer.byteLength(join(socketFolder(url), '.s.PGSQL.5432'))).toBeLessThan(100)
    await expect(query(url.replace(/:[^:@]+@/, ':guessed@'), 'select 1')).rejects.toThrow(
      /password authentication failed/,
    )
    await expect(query(url.replace('ashlar_owner', 'postgres'), 'select 1')).rejects.toThrow(/pg_hba.conf rejects/)
  })

  test('sorts names as people do', async () => {
    const rows = await query(
      server.ownerUrl('postgres'),
      "select n from unnest(array['Zoe', 'anna', 'Émile', 'Egon']) n order by n",
    )

    expect(rows.map(({ n }) => n)).toEqual(['anna', 'Egon', 'Émile', 'Zoe'])
  })

  test('copies and drops databases, with sessions or without', async () => {
    await server.ensureDatabase('first "quoted"')
    await query(server.ownerUrl('first "quoted"'), 'create table note (text text)')

    await server.createDatabaseFrom('first "quoted"', 'second')
    const sleeping = query(server.appUrl('second'), 'select pg_sleep(60)').catch((error: Error) => error.message)
    await query(server.ownerUrl('second'), 'select * from note')
    await server.dropDatabase('second')
    await server.dropDatabase('second')

    expect(await sleeping).toMatch(/terminat|does not exist/)
    await expect(query(server.ownerUrl('second'), 'select 1')).rejects.toThrow(/does not exist/)
    await expect(server.ensureDatabase('x'.repeat(64))).rejects.toThrow(/\[ASH616\]/)
  })
})

function socketFolder(url: string): string {
  return new URL(url).searchParams.get('host') ?? ''
}
