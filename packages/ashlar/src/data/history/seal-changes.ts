/** The function that seals what was committed, as `history-schema.ts` describes it. */

/**
 * Seals changes, some thousands at once; `null` when there are none, or when another process is at it.
 *
 * Each seal looks at the numbers that were given out before it had a transaction id of its own, up to `last_id`: whoever holds one of these has
 * a lower id than the seal, `begun_before`. A seal that left nothing over knows `settled_before`: all transactions before that had ended when
 * it looked. So an earlier seal is settled by a later one once every transaction has ended that began before it, for nothing up to its `last_id`
 * can still appear. From there on the numbers that no seal holds are looked at: the gaps of transactions that are under way or were undone, and
 * what is new. A seal in a transaction that had its id before the look cannot know this, and settles nothing.
 */
export const sealChanges = `
create function ashlar.seal_changes() returns ashlar.change_seal
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  at_once constant integer := 5000;
  snapshot constant pg_snapshot := pg_current_snapshot();
  begins_here constant boolean := pg_current_xact_id_if_assigned() is null;
  given bigint := (select last_value from ashlar.change_id_seq);
  head ashlar.change_head;
  settled ashlar.change_seal;
  made ashlar.change_seal;
  unsealed int8multirange;
  sealed integer;
begin
  select * into head from ashlar.change_head for update skip locked;
  if not found then return null; end if;
  given := greatest(given, (select last_id from ashlar.change_seal where id = head.seal));
  select * into settled from ashlar.change_seal
  where settled_before is not null and begun_before <= (
    select settled_before from ashlar.change_seal where settled_before is not null order by id desc limit 1
  ) order by id desc limit 1;
  select int8multirange(int8range(coalesce(settled.last_id, 0) + 1, given + 1)) - coalesce(range_agg(taken), '{}')
  into unsealed from ashlar.change_seal, unnest(ids) as taken where id > coalesce(settled.id, 0);

  with hashed as materialized (
    select change.module, change.table_name, change.tenant_id, change.changed_at, change.id, ashlar.change_hash(change) as hash
    from unnest(unsealed) as gap
    join ashlar.change on change.id >= lower(gap) and change.id < upper(gap)
    limit at_once
  ), grouped as (
    select module, table_name, tenant_id, count(*) as changes, min(changed_at) as first_at, max(changed_at) as last_at,
      array_agg(id order by id) as ids, array_agg(hash order by id) as hashes
    from hashed group by module, table_name, tenant_id
  )
  insert into ashlar.change_seal_part (seal, part, module, table_name, tenant_id, changes, first_at, last_at, digest, ids, hashes)
  select head.seal + 1, row_number() over (order by module, table_name, tenant_id), module, table_name, tenant_id, changes, first_at,
    last_at, ashlar.part_digest(ids, hashes), ids, hashes
  from grouped;
  if not found then return null; end if;

  made.id := head.seal + 1;
  made.kind := 'seal';
  made.sealed_at := clock_timestamp();
  made.previous := head.hash;
  made.last_id := given;
  made.begun_before := pg_current_xact_id();
  select range_agg(int8range(each, each, '[]')), count(*) into made.ids, sealed
  from ashlar.change_seal_part as part, unnest(part.ids) as each where part.seal = made.id;
  if begins_here and sealed < at_once then made.settled_before := pg_snapshot_xmin(snapshot); end if;
  return ashlar.add_change_seal(made);
end $$;
`
