import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { assertMigrated, type ModuleMigrations, migrate, resetDatabase, statusOf } from '../runtime.ts'
import { shipMigrations } from './shipped.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let store: TestDatabase
let folder: string

beforeEach(async () => {
  store = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'ashlar-migrations-'))
})

afterEach(async () => {
  await store.drop()
  await rm(folder, { recursive: true })
})

const shipped = (module: string, files: Record<string, string>) => shipMigrations(folder, module, files)

/** Migrates and tells what was applied, without the framework's own. */
const run = async (...modules: ModuleMigrations[]) => {
  const runs = await migrate({ ownerUrl: store.url, modules })
  return runs.filter(({ module }) => module !== 'ashlar').map(({ module, name }) => `${module}/${name}`)
}
const history = async () =>
  (
    await store.query(`select module || '/' || name as id from ashlar.migration where module <> 'ashlar' order by 1`)
  ).map(({ id }) => id)
const code = (value: string) => expect.objectContaining({ code: value })

const createTables = {
  '0001_create_order.sql': 'create table "order" (id uuid primary key default ashlar.uuidv7(), total int not null);',
  '0002_add_note.sql': 'alter table shop."order" add column note text;',
}

test('modules get a schema each, their migrations run in order once, and the history says so', async () => {
  const shop = await shipped('shop', createTables)
  const crm = await shipped('crm', { '0001_contact.sql': 'create table contact (name text);' })

  const first = await run(shop, crm)
  const second = await run(shop, crm)

  expect(first).toEqual(['shop/0001_create_order', 'shop/0002_add_note', 'crm/0001_contact'])
  expect(second).toEqual([])
  expect(await history()).toEqual(['crm/0001_contact', 'shop/0001_create_order', 'shop/0002_add_note'])
  const [row] = await store.query(`insert into shop."order" (total, note) values (1, 'x') returning id::text`)
  expect(row?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('ids sort by their age and hold the time they were made', async () => {
  await run()
  const [row] = await store.query(`
    with made as (select i, ashlar.uuidv7() as id, pg_sleep(0.00005) from generate_series(1, 200) as i)
    select array_agg(i order by id) = array_agg(i order by i) as sorted, count(distinct id)::int as ids,
           abs(('x' || left(replace(min(id::text), '-', ''), 12))::bit(48)::bigint - extract(epoch from now()) * 1000) as off
    from made`)

  expect(row).toMatchObject({ sorted: true, ids: 200 })
  expect(Number(row?.off)).toBeLessThan(60_000)
})

test('a broken migration in the middle leaves the earlier ones applied and moves nothing after it', async () => {
  const broken = await shipped('shop', {
    '0001_a.sql': 'create table a (id int);',
    '0002_b.sql': 'create table b (id int);',
    '0003_c.sql': '-- größer\ncreate table c (id int);\n\ninsert into c (id)\n  select wrong from c;\n',
    '0004_d.sql': 'create table d (id int);',
    '0005_e.sql': 'create table e (id int);',
  })
  const after = await shipped('crm', { '0001_contact.sql': 'create table contact (name text);' })

  const refusal = run(broken, after)

  await expect(refusal).rejects.toMatchObject({
    code: 'ASH445',
    details: { module: 'shop', line: 5, column: 10, sqlState: '42703' },
  })
  await expect(refusal).rejects.toThrow(
    /0003_c\.sql of module "shop" failed at line 5, column 10: column "wrong" does not exist/,
  )
  expect(await history()).toEqual(['shop/0001_a', 'shop/0002_b'])
  const tables = await store.query(`select relname from pg_class where relnamespace = 'shop'::regnamespace order by 1`)
  expect(tables.map(({ relname }) => relname)).toEqual(['a', 'b'])

  const fixed = await shipped('shop', {
    '0001_a.sql': 'create table a (id int);',
    '0002_b.sql': 'create table b (id int);',
    '0003_c.sql': 'create table c (id int);',
  })
  await run(fixed, after)
  expect(await history()).toEqual(['crm/0001_contact', 'shop/0001_a', 'shop/0002_b', 'shop/0003_c'])
})

test('an edited, a missing and a late migration are all told before anything runs', async () => {
  await run(await shipped('shop', createTables), await shipped('crm', { '0002_b.sql': 'create table b (id int);' }))
  const edited = await shipped('shop', {
    ...createTables,
    '0002_add_note.sql': 'alter table "order" add note varchar;',
  })
  const late = await shipped('crm', { '0001_a.sql': 'create table a (id int);' })

  const refusal = run(edited, late)

  await expect(refusal).rejects.toMatchObject({ code: 'ASH451' })
  const { problems } = await statusOf({ url: store.url, modules: [edited, late] })
  expect(problems).toEqual([code('ASH442'), code('ASH444'), code('ASH443')])
  expect(problems[0]?.message).toMatch(
    /0002_add_note\.sql of module "shop" was edited after it was applied: its checksum was [0-9a-f]{12} and is [0-9a-f]{12}\. Restore/,
  )
  expect(await history()).toEqual(['crm/0002_b', 'shop/0001_create_order', 'shop/0002_add_note'])
})

test('line ends and a byte order mark do not make an edit', async () => {
  await run(await shipped('shop', { '0001_a.sql': 'create table a (id int);\n-- end\n' }))

  expect(await run(await shipped('shop', { '0001_a.sql': '\uFEFFcreate table a (id int);\r\n-- end\r\n' }))).toEqual([])
})

test.each([
  ["another module's table", 'create table a (id int references crm.contact (id));', 'ASH446'],
  ['a view across', 'create view a as select * from /* far */ "crm" . contact;', 'ASH446'],
  [
    'a function body',
    'create function f() returns int language sql as $$ select count(*)::int from crm.contact $$;',
    'ASH446',
  ],
  ['a do block', 'do $$ begin delete from crm.contact; end $$;', 'ASH446'],
  ['an index elsewhere', 'create index on crm.contact (id);', 'ASH446'],
  ['the framework', 'update ashlar.migration set checksum = null;', 'ASH446'],
  ['an unknown schema', 'create table elsewhere.a (id int);', 'ASH446'],
  ['a commit', 'create table a (id int); commit; create table b (id int);', 'ASH447'],
  ['a change of role', 'set local role postgres;', 'ASH447'],
  ['a search path', 'set search_path = crm;', 'ASH447'],
  ['a schema', 'create schema more;', 'ASH447'],
  ['an open string', "insert into a values ('x);", 'ASH449'],
  ['an open comment', 'create table a (id int) /* note', 'ASH449'],
  ['several without a transaction', '-- ashlar: no-transaction\nselect 1; select 2;', 'ASH448'],
])('%s in a migration is refused before anything runs', async (_what, sql, expected) => {
  const shop = await shipped('shop', { '0001_a.sql': sql })
  const crm = await shipped('crm', { '0001_contact.sql': 'create table contact (id int primary key);' })

  await expect(run(crm, shop)).rejects.toEqual(code(expected))
  expect(await store.query(`select from pg_namespace where nspname in ('ashlar', 'shop', 'crm')`)).toEqual([])
})

test('what only looks like reaching out runs', async () => {
  const crm = await shipped('crm', { '0001_contact.sql': 'create table contact (id int primary key);' })
  const shop = await shipped('shop', {
    '0001_a.sql': `
      create table crm (id int, note text default 'see crm.contact');
      create view named as select crm.id from crm where crm.note <> 'crm.contact'; -- crm.contact
      create function touch() returns trigger language plpgsql as $$
        begin new.note = old.note; if new.id > 1 then begin null; end; end if; return new; end $$;
      create trigger touched before update on shop.crm for each row execute function shop.touch();
      create function counted() returns bigint begin atomic select case when true then count(*) end from shop.crm; end;
      do $$ begin insert into crm (id) values (1); end $$;`,
  })

  await run(crm, shop)
  expect(await store.query('select id, shop.counted()::int from shop.named')).toEqual([{ id: 1, counted: 1 }])
})

test('an index is built concurrently by a file that asks for no transaction', async () => {
  const shop = await shipped('shop', {
    '0001_a.sql': 'create table a (id int);',
    '0002_index.sql': '-- ashlar: no-transaction\ncreate index concurrently a_id_idx on a (id);\n',
  })

  await run(shop)
  expect(await history()).toEqual(['shop/0001_a', 'shop/0002_index'])
  expect(await store.query(`select to_regclass('shop.a_id_idx') is not null as made`)).toEqual([{ made: true }])
})

test('an index that is built concurrently waits as long as others take with its table', async () => {
  const table = await shipped('shop', { '0001_a.sql': 'create table a (id int);' })
  await run(table)
  const index = '-- ashlar: no-transaction\ncreate index concurrently a_id_idx on a (id);\n'
  const shop = await shipped('shop', { '0001_a.sql': 'create table a (id int);', '0002_index.sql': index })
  const writer = await store.connect()
  await writer.query('begin; insert into shop.a values (1)')

  const migrating = run(shop)
  migrating.catch(() => undefined)
  const waits = `select 1 as one from pg_stat_activity where query like '%concurrently%' and wait_event_type = 'Lock'
    and datname = current_database() and pid <> pg_backend_pid() and clock_timestamp() - query_start > interval '5500 ms'`
  const given = Promise.race([
    migrating,
    vi.waitFor(async () => expect(await store.query(waits)).toHaveLength(1), { timeout: 60_000, interval: 100 }),
  ])
  await given.finally(() => writer.end())

  expect(await migrating).toEqual(['shop/0002_index'])
  expect(
    await store.query(`select indisvalid as valid from pg_index where indexrelid = 'shop.a_id_idx'::regclass`),
  ).toEqual([{ valid: true }])
})

test('processes that migrate at once run each migration once', async () => {
  const shop = await shipped('shop', createTables)
  const crm = await shipped('crm', { '0001_contact.sql': 'create table contact (name text); select pg_sleep(0.02);' })

  const runs = await Promise.all(Array.from({ length: 4 }, () => run(shop, crm)))

  expect(runs.map(({ length }) => length).sort()).toEqual([0, 0, 0, 3])
})

test('a process that waits too long for another says so', async () => {
  const other = await store.connect()
  await other.query('select pg_advisory_lock(107126711968114)')

  await expect(migrate({ ownerUrl: store.url, modules: [], lockTimeoutMs: 20 })).rejects.toEqual(code('ASH450'))
  await other.end()
})

test('names without a place and numbers given twice are refused', async () => {
  await expect(shipped('shop', { 'first.sql': '' })).rejects.toEqual(code('ASH440'))
  await expect(shipped('shop', { '0001_a.sql': '', '0001_b.sql': '' })).rejects.toEqual(code('ASH441'))
})

test('the app role uses the tables of modules and owns none', async () => {
  const role = `app_${process.pid}_${Date.now()}`
  await store.query(`create role ${role} login`)
  try {
    const shop = await shipped('shop', createTables)
    await migrate({ ownerUrl: store.url, modules: [shop], appRole: role })
    await migrate({
      ownerUrl: store.url,
      modules: [
        await shipped('shop', {
          ...createTables,
          '0003_more.sql': 'create table more (id int generated always as identity)',
        }),
      ],
      appRole: role,
    })
    const may = async (privilege: string, table: string) =>
      (await store.query('select has_table_privilege($1, $2, $3) as may', [role, table, privilege]))[0]?.may

    expect(await may('insert', 'shop."order"')).toBe(true)
    expect(await may('delete', 'shop.more')).toBe(true)
    expect(await may('truncate', 'shop.more')).toBe(false)
    expect(await may('select', 'ashlar.migration')).toBe(true)
    expect(await may('insert', 'ashlar.migration')).toBe(false)
  } finally {
    await store.query(`grant ${role} to current_user; drop owned by ${role}; drop role ${role}`)
  }
})

test('the status tells what is applied, what is pending and what no module claims', async () => {
  const shop = await shipped('shop', createTables)
  const crm = await shipped('crm', { '0001_contact.sql': 'create table contact (name text);' })
  const untouched = await statusOf({ url: store.url, modules: [shop] })
  expect(untouched.pendingCount).toBe(untouched.modules.flatMap(({ pending }) => pending).length)
  expect(untouched.others).toEqual([])
  await run(crm)

  const status = await statusOf({ url: store.url, modules: [shop] })

  expect(status.modules.map(({ module, pending }) => [module, pending])).toEqual([
    ['ashlar', []],
    ['shop', ['0001_create_order', '0002_add_note']],
  ])
  expect(status.others).toMatchObject([{ module: 'crm', name: '0001_contact' }])
})

test('an app that does not migrate by itself is told how far behind its database is', async () => {
  const shop = await shipped('shop', createTables)
  const options = { url: store.url, modules: [shop] }
  await expect(assertMigrated(options)).rejects.toMatchObject({ code: 'ASH452', status: 503 })
  await run(shop)

  await expect(assertMigrated(options)).resolves.toBeUndefined()
  const edited = await shipped('shop', { ...createTables, '0002_add_note.sql': 'select 1' })
  await expect(assertMigrated({ ...options, modules: [edited] })).rejects.toEqual(code('ASH442'))
})

test('a reset drops what modules own and nothing else', async () => {
  await store.query('create schema legacy')
  await run(await shipped('shop', createTables), await shipped('crm', { '0001_a.sql': 'create table a (id int);' }))

  expect(await resetDatabase({ ownerUrl: store.url, modules: ['shop'] })).toEqual(['ashlar', 'crm', 'shop'])
  expect(await store.query(`select to_regnamespace('legacy') is not null as kept`)).toEqual([{ kept: true }])
  expect(await run(await shipped('shop', createTables))).toHaveLength(2)
})

test('a database that is away, or closed to the role, is told without its password', async () => {
  const away = migrate({ ownerUrl: 'postgres://owner:s3cret@127.0.0.1:1/app', modules: [] })
  await expect(away).rejects.toMatchObject({ code: 'ASH400', status: 503 })
  await expect(away).rejects.not.toThrow(/s3cret/)

  const missing = new URL(store.url)
  missing.pathname = '/no_such_database'
  await expect(migrate({ ownerUrl: missing.href, modules: [] })).rejects.toEqual(code('ASH402'))
  await expect(migrate({ ownerUrl: 'mysql://h:p@ss@x:y', modules: [] })).rejects.toEqual(code('ASH426'))
})
