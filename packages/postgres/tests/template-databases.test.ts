import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EmbeddedPostgres, openTestDatabases, startEmbeddedPostgres, type TestDatabase } from '../src/index.ts'
import { createFolder } from './folders.ts'
import { query } from './sql.ts'

const folder = createFolder(afterAll)
let server: EmbeddedPostgres

beforeAll(async () => {
  server = await startEmbeddedPostgres({ folder, durable: false })
}, 60_000)

afterAll(() => server.stop())

describe('test databases', () => {
  test('are copies of a template that is prepared once, however many ask at the same time', async () => {
    let prepared = 0
    const prepare = async ({ url }: TestDatabase): Promise<void> => {
      prepared++
      await query(url, 'create table note (text text)')
      await query(url, "insert into note values ('seed')")
    }
    const sources = await Promise.all(Array.from({ length: 6 }, () => openTestDatabases(server.ownerUrl('postgres'))))

    const copies = await Promise.all(
      sources.map(async (source) => source.createFromTemplate(await source.createTemplate('once', 'key', prepare))),
    )
    for (const { url } of copies) await query(url, "insert into note values ('own')")

    expect(prepared).toBe(1)
    for (const { url } of copies)
      expect(await query(url, 'select text from note')).toEqual([{ text: 'seed' }, { text: 'own' }])
    await Promise.all(sources.map((source) => source.close()))
    expect(await listTestDatabases()).toEqual([])
  })

  test('come from a new template when the key changes, and old templates go', async () => {
    const before = await listTemplates()
    const source = await openTestDatabases(server.ownerUrl('postgres'))
    for (const key of ['1', '2', '3', '4', '5']) {
      const template = await source.createTemplate('keys', key, ({ url }) =>
        query(url, `create table t${key} ()`).then(() => {}),
      )
      const { url } = await source.createFromTemplate(template)
      expect(await query(url, 'select tablename from pg_tables where schemaname = $1', ['public'])).toEqual([
        { tablename: `t${key}` },
      ])
    }
    const other = await source.createTemplate('other', '1', async () => {})

    const made = (await listTemplates()).filter((name) => !before.includes(name))
    expect(made).toHaveLength(4)
    expect(made).toContain(other)
    await source.close()
  })

  test('leave no half template behind when preparing fails', async () => {
    const source = await openTestDatabases(server.ownerUrl('postgres'))

    await expect(
      source.createTemplate('failing', 'key', () => Promise.reject(new Error('Broken migration.'))),
    ).rejects.toThrow('Broken migration.')
    const template = await source.createTemplate('failing', 'key', ({ url }) =>
      query(url, 'create table note (text text)').then(() => {}),
    )
    const { url } = await source.createFromTemplate(template)

    expect(await query(url, 'select * from note')).toEqual([])
    await source.close()
  })

  test('say so when preparing leaves a connection open', async () => {
    const source = await openTestDatabases(server.ownerUrl('postgres'))
    const left: pg.Client[] = []

    const template = source.createTemplate('open', 'key', async ({ url }) => {
      const client = new pg.Client({ connectionString: url })
      client.on('error', () => {})
      await client.connect()
      left.push(client)
    })

    await expect(template).rejects.toMatchObject({ code: 'ASH617' })
    await source.close()
  })

  test('of a killed run are removed by the next, and those of a living one are not', async () => {
    const adminUrl = server.ownerUrl('postgres')
    const killed = await openTestDatabases(adminUrl)
    const template = await killed.createTemplate('killed', 'key', async () => {})
    await killed.createFromTemplate(template)
    await query(
      adminUrl,
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = $1',
      ['postgres'],
    )
    const living = await openTestDatabases(adminUrl)
    const { name } = await living.createFromTemplate(template)

    const next = await openTestDatabases(adminUrl)

    expect(await listTestDatabases()).toEqual([name])
    await Promise.all([living.close(), next.close()])
  })

  test('that are dropped go together, and take their sessions with them', async () => {
    const source = await openTestDatabases(server.ownerUrl('postgres'))
    const template = await source.createTemplate('dropped', 'key', async () => {})
    const [first, second] = await Promise.all([
      source.createFromTemplate(template),
      source.createFromTemplate(template),
    ])
    const sleeping = query(first.url, 'select pg_sleep(60)').catch((error: Error) => error.message)
    const asleep = () => query(first.url, `select from pg_stat_activity where query = 'select pg_sleep(60)'`)
    await expect.poll(asleep).toHaveLength(1)

    await source.drop(first)
    await source.close()

    expect(await sleeping).toMatch(/terminat/)
    expect(second.name).not.toBe(first.name)
    expect(await listTestDatabases()).toEqual([])
  })

  test('need a role that may make databases', async () => {
    await expect(openTestDatabases(server.appUrl('postgres'))).rejects.toMatchObject({ code: 'ASH618' })
  })
})

async function listTestDatabases(): Promise<readonly unknown[]> {
  return listDatabases('ashlar_test_')
}

async function listTemplates(): Promise<readonly unknown[]> {
  return listDatabases('ashlar_template_')
}

async function listDatabases(prefix: string): Promise<readonly unknown[]> {
  const rows = await query(
    server.ownerUrl('postgres'),
    'select datname from pg_database where starts_with(datname, $1)',
    [prefix],
  )
  return rows.map(({ datname }) => datname)
}
