/** What the text of SQL does not show is PostgreSQL's to refuse: it runs as a role that may use one module's schema alone. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createModuleDatabase } from '../module-database.ts'
import { createDatabase, type Database, migrate, resetDatabase, runDetached } from '../runtime.ts'
import { shipMigrations } from './shipped.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let store: TestDatabase
let folder: string

beforeEach(async () => {
  store = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'ashlar-roles-'))
})

afterEach(async () => {
  await store.drop()
  await rm(folder, { recursive: true })
})

const code = (value: string) => expect.objectContaining({ code: value })
const billing = () =>
  shipMigrations(folder, 'billing', {
    '0001_invoice.sql': `
      create table invoice (id int primary key, total int not null default 0);
      create sequence invoice_number;
      insert into invoice values (1, 100);
      create function secret() returns int language sql as 'select total from billing.invoice';`,
  })

/** Migrates billing, then a module that holds the given SQL. */
async function shop(...statements: readonly string[]) {
  const files = Object.fromEntries(statements.map((text, i) => [`000${i + 2}_try.sql`, text]))
  const modules = [
    await billing(),
    await shipMigrations(folder, 'shop', { '0001_item.sql': 'create table item (id int primary key);', ...files }),
  ]
  return migrate({ ownerUrl: store.url, modules })
}
const invoices = () => store.query('select id, total from billing.invoice order by id')

describe('a migration that hides what it reaches for is refused with nothing of it kept', () => {
  test.each([
    ['reads', `execute 'select * from bil' || 'ling.invoice';`],
    ['writes', `execute 'update bil' || 'ling.invoice set total = 0';`],
    ['calls', `execute 'select bil' || 'ling.secret()';`],
    ['counts', `execute 'select nextval(''bil' || 'ling.invoice_number'')';`],
    ['drops', `execute 'drop table bil' || 'ling.invoice';`],
    ['makes a table there', `execute 'create table bil' || 'ling.mine (id int)';`],
    ['looks through a view', `execute 'create view shop.look as select * from bil' || 'ling.invoice';`],
    ['refers to it', `execute 'alter table shop.item add foreign key (id) references bil' || 'ling.invoice (id)';`],
    ['inherits from it', `execute 'create table shop.heir () inherits (bil' || 'ling.invoice)';`],
  ])('%s', async (_what, body) => {
    const refusal = shop(`do $$ begin ${body} end $$;`)

    await expect(refusal).rejects.toMatchObject({
      code: 'ASH456',
      details: { module: 'shop', other: 'billing', file: join(folder, 'shop', '0002_try.sql'), line: 1 },
    })
    expect(await invoices()).toEqual([{ id: 1, total: 100 }])
    expect(await store.query(`select name from ashlar.migration where module = 'shop'`)).toEqual([
      { name: '0001_item' },
    ])
  })

  test.each([
    ['leaves its role', `execute 're' || 'set role';`],
    ['takes another', `execute 'set ro' || 'le postgres';`],
    ['takes another as a setting', `perform set_config('ro' || 'le', 'none', true);`],
    ['signs in anew', `execute 'set session auth' || 'orization default';`],
    ['commits', `execute 'com' || 'mit';`],
    [
      'opens its schema',
      `execute 'gr' || 'ant usage on schema shop to public';
       if not has_schema_privilege('public', 'shop', 'usage') then raise exception 'stays closed'; end if;`,
    ],
    ['makes a role', `execute 'create ro' || 'le mine';`],
    ['makes a schema', `execute 'create sch' || 'ema mine';`],
    ['edits the history', `execute 'update ash' || 'lar.migration set checksum = null';`],
    ['reads a file', `perform pg_read_file('/etc/passwd');`],
  ])('%s', async (_what, body) => {
    await expect(shop(`do $$ begin ${body} end $$;`)).rejects.toEqual(
      expect.objectContaining({ code: expect.stringMatching(/^ASH(445|456)$/) }),
    )
    expect(await store.query(`select name from ashlar.migration where module = 'shop'`)).toEqual([
      { name: '0001_item' },
    ])
  })

  test.each([
    ['a view', "create view look as select query_to_xml('select 1', true, true, '');", 'ASH434'],
    [
      'a default',
      "alter table item add column x text default query_to_xml('select 1', true, true, '')::text;",
      'ASH434',
    ],
    [
      'a default that counts elsewhere',
      "do $$ begin execute 'create sequence shop.mine'; end $$; alter table item alter id set default nextval('shop.mine');",
      undefined,
    ],
  ])('what the app would run is read back from PostgreSQL: %s', async (_what, text, expected) => {
    const outcome = shop(text)
    if (expected === undefined) await expect(outcome).resolves.toBeDefined()
    else await expect(outcome).rejects.toEqual(code(expected))
  })
})

describe('what a migration left behind is refused when the app runs it', () => {
  let database: Database

  beforeEach(() => {
    database = createDatabase({ appUrl: store.url })
  })
  afterEach(() => database.close())

  const db = createModuleDatabase({ module: 'shop', otherSchemas: ['billing'] })
  const run = (text: string) => runDetached(database, async () => (await db.execute(sql.raw(text))).rows)

  test('a function that makes its SQL when it runs', async () => {
    await shop(
      `create function look() returns int language plpgsql as $$
         declare total int; begin execute 'select total from bil' || 'ling.invoice' into total; return total; end $$;`,
    )

    await expect(run('select shop.look()')).rejects.toMatchObject({
      code: 'ASH457',
      details: { module: 'shop', other: 'billing' },
    })
  })

  test('a function that was told to run as its caller', async () => {
    await shop(
      `create function look() returns int language plpgsql security invoker as $$
         declare total int; begin execute 'select total from bil' || 'ling.invoice' into total; return total; end $$;`,
      `do $$ begin execute 'alter function shop.look() secu' || 'rity invoker'; end $$;`,
    )

    await expect(run('select shop.look()')).rejects.toEqual(code('ASH457'))
  })

  test('a trigger', async () => {
    await shop(
      `create function spoil() returns trigger language plpgsql as $$
         begin execute 'update bil' || 'ling.invoice set total = 0'; return new; end $$;
       create trigger spoil before insert on item for each row execute function spoil();`,
    )

    await expect(run('insert into shop.item values (1)')).rejects.toEqual(code('ASH457'))
    expect(await store.query('select * from shop.item')).toEqual([])
    expect(await invoices()).toEqual([{ id: 1, total: 100 }])
  })

  test('a procedure and an operator', async () => {
    await shop(
      `create procedure spoil() language plpgsql as $$
         begin execute 'update bil' || 'ling.invoice set total = 0'; end $$;
       create function look(int, int) returns int language plpgsql as $$
         declare total int; begin execute 'select total from bil' || 'ling.invoice' into total; return total; end $$;
       create operator shop.@#@ (leftarg = int, rightarg = int, function = shop.look);`,
    )

    await expect(run('call shop.spoil()')).rejects.toEqual(code('ASH457'))
    await expect(run('select 1 operator(shop.@#@) 2')).rejects.toEqual(code('ASH457'))
    expect(await invoices()).toEqual([{ id: 1, total: 100 }])
  })

  test('its own functions go on reading and writing its own tables', async () => {
    await shop(
      `create function add(wanted int) returns void language sql as 'insert into shop.item values (wanted)';
       create function keep() returns trigger language plpgsql as $$
         begin if new.id < 0 then raise exception 'no negative ids'; end if; return new; end $$;
       create trigger keep before insert on item for each row execute function keep();`,
    )

    await run('select shop.add(7)')

    expect(await run('select id from shop.item')).toEqual([{ id: 7 }])
  })
})

describe('the roles', () => {
  const roles = () =>
    store.query(
      `select kept.module, rolcanlogin as login, rolsuper as super, rolinherit as inherits
       from ashlar.module_role as kept join pg_roles on rolname = kept.role where kept.module <> '*' order by 1`,
    )

  test('are one for each module, cannot sign in and own what the module made', async () => {
    await shop()

    expect(await roles()).toMatchObject([
      { module: 'billing', login: false, super: false },
      { module: 'shop', login: false, super: false },
    ])
    const owners = await store.query(
      `select relname as name, rolname = kept.role as own
       from pg_class join pg_roles on pg_roles.oid = relowner join ashlar.module_role as kept on kept.module = 'billing'
       where relnamespace = 'billing'::regnamespace order by 1`,
    )
    expect(owners.map(({ own }) => own)).not.toContain(false)
    expect(owners.map(({ name }) => name)).toContain('invoice')
  })

  test('take over what the owner made before there were roles', async () => {
    const made = await shipMigrations(folder, 'billing', { '0001_a.sql': 'select 1;' })
    await store.query(`create schema billing; create table billing.old (id int generated always as identity, kind text);
      create view billing.seen as select * from billing.old; create function billing.one() returns int language sql as 'select 1';
      create type billing.state as enum ('open', 'paid'); create sequence billing.number`)

    await migrate({ ownerUrl: store.url, modules: [made] })
    const next = await shipMigrations(folder, 'billing', {
      '0001_a.sql': 'select 1;',
      '0002_b.sql': `alter table old add column state state; drop view seen; drop function one(); drop sequence number;`,
    })
    await migrate({ ownerUrl: store.url, modules: [next] })

    const left = await store.query(`select relname as name from pg_class where relnamespace = 'billing'::regnamespace`)
    expect(left.map(({ name }) => name).sort()).toEqual(['old', 'old_id_seq'])
  })

  test('of one database do not reach into another of the same server', async () => {
    const other = await createTestDatabase()
    try {
      await shop()
      await migrate({ ownerUrl: other.url, modules: [await billing()] })
      const names = async (each: TestDatabase) =>
        (await each.query(`select role from ashlar.module_role where module = 'billing'`)).map(({ role }) => role)

      expect(await names(store)).not.toEqual(await names(other))
    } finally {
      await other.drop()
    }
  })

  test('of a database that is gone are removed by the next one', async () => {
    const gone = await createTestDatabase()
    await migrate({ ownerUrl: gone.url, modules: [await billing()] })
    const [kept] = await gone.query(`select role from ashlar.module_role where module = 'billing'`)
    await gone.drop()

    await shop()

    expect(await store.query('select from pg_roles where rolname = $1', [kept?.role])).toEqual([])
    expect(await roles()).toHaveLength(2)
  })

  test('are made anew after a reset', async () => {
    await shop()
    await resetDatabase({ ownerUrl: store.url, modules: ['shop', 'billing'] })

    await shop()

    expect(await roles()).toHaveLength(2)
    expect(await invoices()).toEqual([{ id: 1, total: 100 }])
  })

  test('with the longest id of a module still have names of their own', async () => {
    const ids = ['a', 'b'].map((end) => `${'very-long-name-of-a-module-'.repeat(2)}${end}`)
    const modules = await Promise.all(
      ids.map((id) => shipMigrations(folder, id, { '0001_a.sql': 'create table a (id int);' })),
    )

    await migrate({ ownerUrl: store.url, modules })

    const kept = await store.query("select distinct role from ashlar.module_role where module <> '*'")
    expect(kept).toHaveLength(2)
  })
})

describe('an owner who may not make roles', () => {
  let role: string
  let ownerUrl: string

  beforeEach(async () => {
    role = `owner_${process.pid}_${Date.now()}`
    await store.query(`create role ${role}; grant ${role} to current_user`)
    const [database] = await store.query('select current_database() as name')
    await store.query(`alter database ${database?.name} owner to ${role}`)
    ownerUrl = store.urlAs(role)
  })
  afterEach(async () => {
    const [database] = await store.query('select current_database() as name')
    await store.query(`alter database ${database?.name} owner to current_user`)
    await store.query(`drop owned by ${role} cascade; drop role ${role}`)
  })

  test('migrates as the owner, and hears which guarantee that costs', async () => {
    const heard: string[] = []
    const modules = [await billing()]

    await migrate({ ownerUrl, modules, onWeakened: (warning) => heard.push(warning) })
    await migrate({ ownerUrl, modules, onWeakened: (warning) => heard.push(warning) })

    expect(heard).toHaveLength(2)
    expect(heard[0]).toMatch(/may not make roles.*"billing".*CREATEROLE/s)
    expect(await invoices()).toEqual([{ id: 1, total: 100 }])
  })

  test('has roles from the day it may make them', async () => {
    await migrate({ ownerUrl, modules: [await billing()] })
    await store.query(`alter role ${role} createrole`)
    const heard: string[] = []
    const reach = await shipMigrations(folder, 'shop', {
      '0001_try.sql': `do $$ begin execute 'select * from bil' || 'ling.invoice'; end $$;`,
    })

    const refusal = migrate({
      ownerUrl,
      modules: [await billing(), reach],
      onWeakened: (warning) => heard.push(warning),
    })

    await expect(refusal).rejects.toEqual(code('ASH456'))
    expect(heard).toEqual([])
  })
})
