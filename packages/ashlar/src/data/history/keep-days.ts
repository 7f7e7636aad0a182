import type { Client } from 'pg'

/** Notes for how long the history is kept: of the tables that say it themselves, and of all others. What tables said that are gone stays noted. */
export async function noteKeepDays(client: Client, appDays: number | undefined): Promise<void> {
  await client.query(noteOfTables)
  await client.query('update ashlar.change_head set keep_days = $1 where keep_days is distinct from $1', [
    appDays ?? null,
  ])
}

const noteOfTables = `
insert into ashlar.change_keeping (module, table_name, days)
select nspname, relname, nullif(pg_catalog.split_part(pg_catalog.encode(tgargs, 'escape'), '\\000', 4), '')::integer
from pg_catalog.pg_trigger
join pg_catalog.pg_class on pg_class.oid = tgrelid
join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace
where tgname = 'ashlar_record_change'
on conflict (module, table_name) do update set days = excluded.days where change_keeping.days is distinct from excluded.days`
