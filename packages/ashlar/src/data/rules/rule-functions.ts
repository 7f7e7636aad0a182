/** The functions and tables in the framework's schema that tables' own rules rest on. */

/** Who is at work, as the transaction was told. */
const identity = `
create function ashlar.tenant_id() returns uuid language sql stable parallel safe
  return nullif(pg_catalog.current_setting('ashlar.tenant', true), '')::uuid;

create function ashlar.sees_deleted() returns boolean language sql stable parallel safe
  return pg_catalog.current_setting('ashlar.deleted', true) in ('seen', 'purged');
`

/** `DELETE` of a row that is to be kept marks it. The statement that the handle sends does so by itself; this is for all others. */
const keepDeleted = `
create function ashlar.keep_deleted() returns trigger language plpgsql security definer as $$
begin
  if pg_catalog.current_setting('ashlar.deleted', true) = 'purged' then return old; end if;
  execute pg_catalog.format(
    'update %I.%I set deleted_at = pg_catalog.statement_timestamp() where ctid = $1', tg_table_schema, tg_table_name
  ) using old.ctid;
  return null;
end $$;
`

/** Nobody writes by hand who made or changed a row. */
const stamp = `
create function ashlar.stamp() returns trigger language plpgsql as $$
declare
  actor text := nullif(pg_catalog.current_setting('ashlar.actor', true), '');
begin
  if tg_op = 'INSERT' then
    new.created_at := pg_catalog.now();
    new.created_by := actor;
  else
    new.created_at := old.created_at;
    new.created_by := old.created_by;
  end if;
  new.updated_at := pg_catalog.now();
  new.updated_by := actor;
  return new;
end $$;
`

/** What changed, where and through whom. Nobody but the trigger writes it: the app's role has no policy to. */
const change = `
create table ashlar.change (
  id bigint generated always as identity primary key,
  changed_at timestamptz not null default clock_timestamp(),
  transaction_id xid8 not null default pg_current_xact_id(),
  module text not null,
  table_name text not null,
  row_id text not null,
  operation text not null check (operation in ('insert', 'update', 'delete', 'restore', 'purge')),
  before jsonb,
  after jsonb,
  secret text[],
  actor text,
  impersonator text,
  tenant_id uuid,
  request text
);
create index change_row_idx on ashlar.change (module, table_name, row_id, id);
create index change_changed_at_idx on ashlar.change (changed_at);
alter table ashlar.change enable row level security;
create policy change_read on ashlar.change for select using (tenant_id is null or tenant_id = ashlar.tenant_id());

create function ashlar.record_change() returns trigger language plpgsql security definer as $$
declare
  secret text[] := pg_catalog.string_to_array(tg_argv[1], ',');
  unseen text[] := pg_catalog.string_to_array(tg_argv[2], ',') || array['created_at', 'created_by', 'updated_at', 'updated_by'];
  was jsonb;
  is_now jsonb;
  row_id text;
  operation text := pg_catalog.lower(tg_op);
  changed_secret text[];
begin
  if tg_op <> 'INSERT' then was := pg_catalog.to_jsonb(old); end if;
  if tg_op <> 'DELETE' then is_now := pg_catalog.to_jsonb(new); end if;
  row_id := coalesce(is_now, was) ->> tg_argv[0];
  if tg_op = 'UPDATE' then
    if was ->> 'deleted_at' is null and is_now ->> 'deleted_at' is not null then operation := 'delete';
    elsif was ->> 'deleted_at' is not null and is_now ->> 'deleted_at' is null then operation := 'restore';
    end if;
    select pg_catalog.jsonb_object_agg(key, was -> key), pg_catalog.jsonb_object_agg(key, value) into was, is_now
    from pg_catalog.jsonb_each(is_now) where value is distinct from was -> key;
    if is_now is null then return null; end if;
  elsif tg_op = 'DELETE' then operation := 'purge';
  end if;
  if pg_catalog.cardinality(secret) > 0 then
    select pg_catalog.array_agg(name) into changed_secret
    from pg_catalog.unnest(secret) as name where is_now ->> name is not null or was ->> name is not null;
  end if;
  was := was - secret - unseen;
  is_now := is_now - secret - unseen;
  if operation = 'update' and is_now - 'version'::text = '{}' and changed_secret is null then return null; end if;
  insert into ashlar.change
    (module, table_name, row_id, operation, before, after, secret, actor, impersonator, tenant_id, request)
  values (
    tg_table_schema, tg_table_name, row_id, operation, was, is_now, changed_secret,
    nullif(pg_catalog.current_setting('ashlar.actor', true), ''),
    nullif(pg_catalog.current_setting('ashlar.impersonator', true), ''),
    ashlar.tenant_id(),
    nullif(pg_catalog.current_setting('ashlar.request', true), '')
  );
  return null;
end $$;
`

/** SQLSTATE AS409 is the framework's own: a write that rests on what is no longer there. */
const raiseVersion = `
create function ashlar.raise_version() returns trigger language plpgsql security definer as $$
begin
  if new.version is distinct from old.version then
    raise exception using
      errcode = 'AS409',
      message = 'The row has changed since it was read.',
      schema = tg_table_schema,
      table = tg_table_name,
      detail = pg_catalog.jsonb_build_object(
        'row', pg_catalog.to_jsonb(old) ->> tg_argv[0],
        'expected', new.version,
        'actual', old.version,
        'changed', coalesce((
          select pg_catalog.jsonb_agg(distinct field)
          from ashlar.change, pg_catalog.jsonb_object_keys(after) as field
          where module = tg_table_schema and table_name = tg_table_name
            and row_id = pg_catalog.to_jsonb(old) ->> tg_argv[0]
            and (after ->> 'version')::int > new.version and field <> 'version'
        ), (
          select pg_catalog.jsonb_agg(theirs.key)
          from pg_catalog.jsonb_each(pg_catalog.to_jsonb(old)) as theirs
          where theirs.value is distinct from pg_catalog.to_jsonb(new) -> theirs.key
            and theirs.key not in ('version', 'created_at', 'created_by', 'updated_at', 'updated_by')
        ), '[]')
      )::text;
  end if;
  new.version := old.version + 1;
  return new;
end $$;
`

/** Who looked at all tenants' rows, and why. The app adds to it and changes nothing. */
const allTenantsUse = `
create table ashlar.all_tenants_use (
  id bigint generated always as identity primary key,
  used_at timestamptz not null default clock_timestamp(),
  reason text not null,
  actor text,
  impersonator text,
  request text
);
alter table ashlar.all_tenants_use enable row level security;
create policy all_tenants_use_add on ashlar.all_tenants_use for insert with check (true);
`

/** Makes everything that rules rest on. */
export const createRuleFunctions = identity + keepDeleted + stamp + change + raiseVersion + allTenantsUse

/** Nobody writes by hand, or has to think of saying, when a row was made and changed. */
export const touchRows = `
create function ashlar.touch() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  new.created_at := case tg_op when 'INSERT' then pg_catalog.now() else old.created_at end;
  new.updated_at := pg_catalog.now();
  return new;
end $$;
`

/**
 * A row is marked in the name of its own tenant: whoever sees all tenants, and what PostgreSQL deletes along with another row, work for
 * none or for another. A row that is marked already stays as it is.
 */
export const markForTenantOfRow = `
create or replace function ashlar.keep_deleted() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  at_work text := current_setting('ashlar.tenant', true);
  of_row text := substring(to_jsonb(old) ->> 'tenant_id', '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$');
  marked bigint;
begin
  if current_setting('ashlar.deleted', true) = 'purged' then return old; end if;
  if of_row is not null then perform set_config('ashlar.tenant', of_row, true); end if;
  execute format(
    'update %I.%I set deleted_at = statement_timestamp() where ctid = $1', tg_table_schema, tg_table_name
  ) using old.ctid;
  get diagnostics marked = row_count;
  if of_row is not null then perform set_config('ashlar.tenant', coalesce(at_work, ''), true); end if;
  if marked = 0 and old.deleted_at is null then
    raise exception 'A row of %.% could not be marked as deleted.', tg_table_schema, tg_table_name;
  end if;
  return null;
end $$;
`

/** A function of a module may change the search path: what these leave without a schema, operators above all, stays PostgreSQL's own. */
export const pinSearchPaths = ['raise_version', 'stamp']
  .map((name) => `alter function ashlar.${name}() set search_path = pg_catalog, pg_temp;\n`)
  .join('')
