/**
 * The seals of the history: a chain of hashes over `ashlar.change`, which shows what was done to it afterwards.
 *
 * Writers know nothing of it. A seal holds changes that were committed and that no seal holds yet, whatever their ids are, so that what
 * commits late is sealed late and nothing is passed over. Within a seal each tenant's changes of each table are a part of their own, with
 * a hash of each change and one of all: so parts can be removed when their time is up, and everything else still be proved.
 */
import { sealChanges } from './seal-changes.ts'

const seals = `
create table ashlar.change_seal (
  id bigint primary key,
  kind text not null check (kind in ('seal', 'removal')),
  sealed_at timestamptz not null,
  ids int8multirange not null,
  last_id bigint not null,
  settled_before xid8,
  begun_before xid8 not null,
  previous bytea not null,
  hash bytea not null
);
create table ashlar.change_seal_part (
  seal bigint not null,
  part integer not null,
  module text not null,
  table_name text not null,
  tenant_id uuid,
  changes integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  digest bytea not null,
  ids bigint[],
  hashes bytea[],
  removed_by bigint,
  primary key (seal, part)
);
create index change_seal_part_due_idx on ashlar.change_seal_part (module, table_name, last_at) where removed_by is null;
create index change_seal_part_removed_idx on ashlar.change_seal_part (removed_by) where removed_by is not null;
create table ashlar.change_head (
  one boolean primary key default true check (one),
  seal bigint not null,
  hash bytea not null,
  keep_days integer check (keep_days > 0)
);
insert into ashlar.change_head (seal, hash) values (0, pg_catalog.sha256('ashlar'));
alter table ashlar.change_seal enable row level security;
alter table ashlar.change_seal_part enable row level security;
alter table ashlar.change_head enable row level security;
`

/**
 * The hash of a row of `ashlar.change` that is called `change`. What is hashed is JSON, and times are in UTC, so that no setting of a session
 * makes a difference.
 *
 * These texts are in the functions that seal, and in what proves the seals: that calls no function of the database that it doubts.
 */
export const changeHash = `pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.jsonb_build_array(
    (change).id, (change).changed_at at time zone 'UTC', (change).transaction_id::text, (change).module, (change).table_name,
    (change).row_id, (change).operation, (change).before, (change).after, (change).secret, (change).actor, (change).impersonator,
    (change).tenant_id, (change).request
  )::text, 'UTF8'))`

/** The hash of a part of a seal: of its `ids` and the `hashes` of their changes. */
export const partDigest = `(
    select pg_catalog.sha256(pg_catalog.string_agg(pg_catalog.int8send(id) || hash, ''::bytea order by place))
    from unnest(ids, hashes) with ordinality as noted (id, hash, place)
  )`

/** The hash of a row of `ashlar.change_seal` that is called `link`, with its parts. */
export const sealHash = `pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.jsonb_build_array(
    (link).id, (link).kind, (link).sealed_at at time zone 'UTC', (link).ids::text, (link).last_id, (link).settled_before::text,
    (link).begun_before::text, pg_catalog.encode((link).previous, 'hex'),
    (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
        part.seal, part, module, table_name, tenant_id, changes, first_at at time zone 'UTC', last_at at time zone 'UTC',
        pg_catalog.encode(digest, 'hex')
      ) order by part.seal, part)
      from ashlar.change_seal_part as part
      where (link).kind = 'seal' and part.seal = (link).id or (link).kind = 'removal' and part.removed_by = (link).id)
  )::text, 'UTF8'))`

const hashes = `
create function ashlar.change_hash(change ashlar.change) returns bytea language sql stable
  return ${changeHash};

create function ashlar.part_digest(ids bigint[], hashes bytea[]) returns bytea language sql stable
  return ${partDigest};

create function ashlar.seal_hash(link ashlar.change_seal) returns bytea language sql stable
  return ${sealHash};
`

/**
 * Adds a link to the chain, and moves the head on. Whoever calls it holds the head, so that links come one after the other.
 */
const addLink = `
create function ashlar.add_change_seal(link ashlar.change_seal) returns ashlar.change_seal language plpgsql as $$
begin
  link.hash := ashlar.seal_hash(link);
  insert into ashlar.change_seal select (link).*;
  update ashlar.change_head set seal = (link).id, hash = (link).hash;
  return link;
end $$;
`

/**
 * Removes changes whose time is up: whole parts, so that their seals can still be proved. What is removed is a link of the chain too. A part
 * that is not as it was sealed stays, as evidence.
 *
 * How long changes are kept is the owner's to say, in the table's trigger or for the whole app; nobody who calls it can shorten that.
 */
const removeOld = `
create function ashlar.remove_old_changes() returns ashlar.change_seal
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  head ashlar.change_head;
  last ashlar.change_seal;
  removal ashlar.change_seal;
begin
  select * into head from ashlar.change_head for update skip locked;
  if not found then return null; end if;
  with kept as (
    select nspname as module, relname as table_name, nullif(split_part(encode(tgargs, 'escape'), '\\000', 4), '')::integer as days
    from pg_trigger join pg_class on pg_class.oid = tgrelid join pg_namespace on pg_namespace.oid = relnamespace
    where tgname = 'ashlar_record_change'
  ), held as (
    select distinct module, table_name from ashlar.change_seal_part where removed_by is null
  ), due as (
    select part.seal, part.part, part.ids
    from held left join kept using (module, table_name)
    cross join lateral (
      select * from ashlar.change_seal_part as part
      where part.module = held.module and part.table_name = held.table_name and part.removed_by is null
        and part.last_at < now() - make_interval(days => coalesce(
          case when kept.module is not null then kept.days else (
            select keeping.days from ashlar.change_keeping as keeping
            where keeping.module = held.module and keeping.table_name = held.table_name
          ) end,
          head.keep_days
        ))
        and part.digest = (
          select sha256(string_agg(int8send(change.id) || ashlar.change_hash(change), ''::bytea order by change.id))
          from ashlar.change where change.id = any(part.ids)
        )
      order by part.last_at limit 100
    ) as part
  ), gone as (
    delete from ashlar.change using due where change.id = any(due.ids)
  )
  update ashlar.change_seal_part as part set removed_by = head.seal + 1, ids = null, hashes = null
  from due where part.seal = due.seal and part.part = due.part;
  if not found then return null; end if;
  select * into last from ashlar.change_seal where id = head.seal;
  removal := row(
    head.seal + 1, 'removal', clock_timestamp(), '{}'::int8multirange, last.last_id, null, last.begun_before, head.hash, null
  );
  return ashlar.add_change_seal(removal);
end $$;
`

/** How long the changes of each table were to be kept when it was last migrated: a table that is gone, or renamed, has no trigger to say it. */
const keeping = `
create table ashlar.change_keeping (
  module text not null,
  table_name text not null,
  days integer check (days > 0),
  primary key (module, table_name)
);
alter table ashlar.change_keeping enable row level security;
`

/** Makes everything that the seals of the history need. */
export const createHistorySeals = seals + keeping + hashes + addLink + sealChanges + removeOld
