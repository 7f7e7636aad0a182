/**
 * The trigger that notes a change of a row, as it is by now.
 *
 * A change belongs to its row's tenant, whoever was at work; where rows have none, to the tenant at work. Rows are of the tenant at work
 * almost always, so that is asked first: looking whether a text is an id takes a fifth of the time that noting a change takes.
 */
export const recordChangeOfTenant = `
create or replace function ashlar.record_change() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  secret text[] := string_to_array(tg_argv[1], ',');
  unseen text[] := string_to_array(tg_argv[2], ',') || array['created_at', 'created_by', 'updated_at', 'updated_by'];
  at_work text := nullif(current_setting('ashlar.tenant', true), '');
  was jsonb;
  is_now jsonb;
  row_id text;
  of_row text;
  operation text := lower(tg_op);
  changed_secret text[];
begin
  if tg_op <> 'INSERT' then was := to_jsonb(old); end if;
  if tg_op <> 'DELETE' then is_now := to_jsonb(new); end if;
  row_id := coalesce(is_now, was) ->> tg_argv[0];
  of_row := coalesce(is_now, was) ->> 'tenant_id';
  if of_row is distinct from at_work and (of_row is null or of_row !~ '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$') then
    of_row := at_work;
  end if;
  if tg_op = 'UPDATE' then
    if was ->> 'deleted_at' is null and is_now ->> 'deleted_at' is not null then operation := 'delete';
    elsif was ->> 'deleted_at' is not null and is_now ->> 'deleted_at' is null then operation := 'restore';
    end if;
    select jsonb_object_agg(key, was -> key), jsonb_object_agg(key, value) into was, is_now
    from jsonb_each(is_now) where value is distinct from was -> key;
    if is_now is null then return null; end if;
  elsif tg_op = 'DELETE' then operation := 'purge';
  end if;
  if cardinality(secret) > 0 then
    select array_agg(name) into changed_secret
    from unnest(secret) as name where is_now ->> name is not null or was ->> name is not null;
  end if;
  was := was - secret - unseen;
  is_now := is_now - secret - unseen;
  if operation = 'update' and is_now - 'version'::text = '{}' and changed_secret is null then return null; end if;
  insert into ashlar.change
    (module, table_name, row_id, operation, before, after, secret, actor, impersonator, tenant_id, request)
  values (
    tg_table_schema, tg_table_name, row_id, operation, was, is_now, changed_secret,
    nullif(current_setting('ashlar.actor', true), ''),
    nullif(current_setting('ashlar.impersonator', true), ''),
    of_row::uuid,
    nullif(current_setting('ashlar.request', true), '')
  );
  return null;
end $$;
`
