/** The framework's own schema, `ashlar`: the history of migrations, and what every module's tables may use. */
import type { Client } from 'pg'
import { createHistorySeals } from '../history/history-schema.ts'
import { createModuleRules } from '../rules/kept-rules.ts'
import { recordChangeOfTenant } from '../rules/record-change.ts'
import { createRuleFunctions, markForTenantOfRow, pinSearchPaths, touchRows } from '../rules/rule-functions.ts'
import { checksumOf, type Migration, type ModuleMigrations } from './migration.ts'

/** Makes the place that history is kept in. It runs at every migration, so it must stand being run again. */
export const createHistory = `
create table if not exists ashlar.migration (
  module text not null,
  name text not null,
  checksum text not null,
  version text not null,
  applied_at timestamptz not null default now(),
  duration_ms integer not null,
  primary key (module, name)
);`

/**
 * A UUIDv7: milliseconds since 1970, then the part of a millisecond in 12 bits, then chance, so that ids sort by their age.
 *
 * Source: RFC 9562, 5.7 and method 3 of 6.2. PostgreSQL has a function of its own from 18.
 */
const createUuidv7 = `
do $install$
begin
  if current_setting('server_version_num')::int >= 180000 then
    create function ashlar.uuidv7() returns uuid language sql volatile parallel safe
      return pg_catalog.uuidv7();
  else
    create function ashlar.uuidv7() returns uuid language sql volatile parallel safe as $body$
      select pg_catalog.encode(
        overlay(
          pg_catalog.uuid_send(pg_catalog.gen_random_uuid())
          placing substring(pg_catalog.int8send(micros / 1000) from 3)
            || pg_catalog.int2send((28672 + (micros % 1000) * 4096 / 1000)::int2)
          from 1 for 8
        ),
        'hex'
      )::uuid
      from (select (extract(epoch from pg_catalog.clock_timestamp()) * 1000000)::int8 as micros) as now
    $body$;
  end if;
end
$install$;`

/** What one request leaves for the next page. A row is found by the hash of a token that only the browser has. */
const createFlash = `
create table ashlar.flash (
  token_hash text primary key,
  state jsonb not null,
  created_at timestamptz not null default now()
);
create index flash_created_at_idx on ashlar.flash (created_at);`

/**
 * Events, and what is left to do about each: a row for each handler that reacts after the commit.
 *
 * Both are written by one statement within the publisher's transaction, so neither needs a foreign key to the other.
 * Payloads are `json`, which keeps every text that JSON can write. The small scale factor lets vacuum keep up with rows
 * that change twice within milliseconds.
 */
const createEvents = `
create table ashlar.event (
  id uuid primary key,
  position bigint not null generated always as identity,
  name text not null,
  version integer not null,
  payload json not null,
  key text,
  scope json not null,
  caused_by uuid,
  depth integer not null,
  published_at timestamptz not null default clock_timestamp()
);
create index event_published_at_idx on ashlar.event using brin (published_at);
create table ashlar.event_delivery (
  id bigint primary key generated always as identity,
  event_id uuid not null,
  handler text not null,
  key text,
  state text not null default 'pending' check (state in ('pending', 'done', 'dead', 'discarded')),
  attempts integer not null default 0,
  due_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  error json
) with (autovacuum_vacuum_scale_factor = 0.02);
create index event_delivery_event_idx on ashlar.event_delivery (event_id);
create index event_delivery_due_idx on ashlar.event_delivery (handler, due_at, id) where state = 'pending';
create index event_delivery_key_idx on ashlar.event_delivery (handler, key, id)
  where key is not null and state in ('pending', 'dead');
create index event_delivery_dead_idx on ashlar.event_delivery (handler, id) where state = 'dead';
create table ashlar.event_pause (
  handler text primary key,
  paused_at timestamptz not null default now()
);`

/**
 * What is kept about jobs besides the queues of their engine: which kinds are held back, when the next of a kind may start,
 * and which time of a schedule fired last.
 */
const createJobs = `
create table ashlar.job_pause (
  queue text primary key,
  paused_at timestamptz not null default now()
);
create table ashlar.job_limit (
  queue text primary key,
  next_at timestamptz not null default '-infinity'
);
create table ashlar.job_schedule (
  job text primary key,
  last_time timestamptz not null
);`

/**
 * What was set while the app ran, and what processes tell each other of such changes.
 *
 * A value that was taken back stays as a row that says nothing, so that the revisions of one value only ever rise. Who changed
 * what stands with all other history; of secrets only that they were changed.
 */
const createSettings = `
create sequence ashlar.setting_revision;
create table ashlar.setting (
  id text primary key,
  kind text not null check (kind in ('setting', 'flag')),
  module text not null,
  name text not null,
  level text not null check (level in ('system', 'tenant', 'user')),
  owner text not null check ((owner = '') = (level = 'system')),
  is_set boolean not null,
  value json,
  sealed text,
  revision bigint not null default nextval('ashlar.setting_revision'),
  changed_at timestamptz not null default clock_timestamp(),
  changed_by text
);
create index setting_owner_idx on ashlar.setting (level, owner);
alter table ashlar.setting enable row level security, force row level security;
create policy setting_of_tenant on ashlar.setting
  using (level <> 'tenant' or owner = pg_catalog.current_setting('ashlar.tenant', true));
create trigger setting_record_change after insert or update or delete on ashlar.setting
  for each row execute function ashlar.record_change('id', 'sealed', 'revision,changed_at,changed_by');
create table ashlar.notice (
  id uuid primary key,
  transaction_id xid8 not null default pg_current_xact_id(),
  topic text not null,
  body json not null,
  noticed_at timestamptz not null default clock_timestamp()
);
create index notice_transaction_idx on ashlar.notice (transaction_id);
create index notice_noticed_at_idx on ashlar.notice using brin (noticed_at);`

/**
 * The tenants whose work waits. What is due for one is put off without end when it is taken, where no look for work meets it, and is due again at once when
 * the hold ends.
 */
const createTenantHolds = `
create table ashlar.tenant_hold (
  tenant_id uuid primary key,
  held_at timestamptz not null default now()
);
create function ashlar.release_held() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  update ashlar.event_delivery set due_at = now() from ashlar.event
  where event.id = event_id and state = 'pending' and due_at = 'infinity' and scope->>'tenant' = old.tenant_id::text;
  if to_regclass('ashlar_jobs.job') is not null then
    execute 'update ashlar_jobs.job set start_after = ashlar_jobs.job_now()
      where state < ''active'' and start_after = ''infinity'' and data->''scope''->>''tenant'' = $1'
      using old.tenant_id::text;
  end if;
  return null;
end $$;
create trigger release_held after delete on ashlar.tenant_hold for each row execute function ashlar.release_held();
create function ashlar.count_held(tenant uuid) returns bigint language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  events bigint;
  jobs bigint := 0;
begin
  select count(*) into events from ashlar.event_delivery join ashlar.event on event.id = event_id
  where state = 'pending' and scope->>'tenant' = tenant::text;
  if to_regclass('ashlar_jobs.job') is not null then
    execute 'select count(*) from ashlar_jobs.job where state < ''active'' and data->''scope''->>''tenant'' = $1'
      into jobs using tenant::text;
  end if;
  return events + jobs;
end $$;`

function frameworkMigration(name: string, sql: string): Migration {
  return { name, sql, file: `ashlar/${name}.sql`, checksum: checksumOf(sql) }
}

/** The framework's migrations, applied before those of every module. */
export const frameworkMigrations: ModuleMigrations = {
  module: 'ashlar',
  version: '1',
  migrations: [
    frameworkMigration('0001_uuidv7', createUuidv7),
    frameworkMigration('0002_flash', createFlash),
    frameworkMigration('0003_rules', createRuleFunctions),
    frameworkMigration('0004_events', createEvents),
    frameworkMigration('0005_jobs', createJobs),
    frameworkMigration('0006_module_rules', createModuleRules),
    frameworkMigration('0007_settings', createSettings),
    frameworkMigration('0008_history_seals', createHistorySeals),
    frameworkMigration('0009_timestamps', touchRows),
    frameworkMigration('0010_tenant_holds', createTenantHolds),
    frameworkMigration('0011_rule_functions', recordChangeOfTenant + markForTenantOfRow + pinSearchPaths),
  ],
}

/** Whether the history has been made in this database. */
export async function hasHistory(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select pg_catalog.to_regclass('ashlar.migration') is not null as found`,
  )
  return rows[0]?.found === true
}
