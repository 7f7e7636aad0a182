/** For how long the history is kept, as the migrator notes it: only the owner of the tables may say so. */
import type { Client } from 'pg'

/** Notes what tables say that have a history of their own length. What those said that are gone stays noted. */
export async function noteKeepDaysOfTables(client: Client): Promise<void> {
  await client.query(noteOfTables)
}

/** Notes what the app says of all other tables. */
export async function noteKeepDaysOfApp(client: Client, days: number | undefined): Promise<void> {
  await client.query('update ashlar.change_head set keep_days = $1 where keep_days is distinct from $1', [days ?? null])
}

const noteOfTables = `
insert into ashlar.change_keeping (module, table_name, days)
select nspname, relname, nullif(pg_catalog.split_part(pg_catalog.encode(tgargs, 'escape'), '\\000', 4), '')::integer
from pg_catalog.pg_trigger
join pg_catalog.pg_class on pg_class.oid = tgrelid
join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace
where tgname = 'ashlar_record_change'
on conflict (module, table_name) do update set days = excluded.days where change_keeping.days is distinct from excluded.days`
