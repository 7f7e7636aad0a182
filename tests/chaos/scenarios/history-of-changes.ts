/** Row 21: privileged changes of every kind, interrupted at random; each that was kept is in the history once. */
import { atLeast, never } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import { changeKinds } from '../yard/change-assets.ts'
import { openYard } from '../yard/open-yard.ts'

/** What changed, noted by a trigger that has nothing of the framework's. */
const shadow = `
  create table yard.shadow (transaction_id xid8 not null default pg_current_xact_id(), row_id text not null, operation text not null);
  create function yard.shadow() returns trigger language plpgsql security definer as $$
  declare
    unchanging text[] := array['version', 'updated_at', 'updated_by'];
  begin
    -- An update that leaves everything as it was is none.
    if tg_op = 'UPDATE' and to_jsonb(new) - unchanging = to_jsonb(old) - unchanging then return null; end if;
    insert into yard.shadow (row_id, operation) values (coalesce(new.id, old.id)::text, pg_catalog.lower(tg_op));
    return null;
  end $$;
  create trigger shadow after insert or update or delete on yard.asset for each row execute function yard.shadow()`

export const historyOfChanges = defineScenario({
  name: 'history-of-changes',
  promise: 'Each change of an audited row that was kept is in the history once',
  sizes: { ci: { operations: 1_500, kills: 8 }, release: { operations: 20_000, kills: 200 } },
  async run(world, { operations, kills }) {
    const { next: random } = world.random
    const { database, startFleet } = await openYard(world)
    const fleet = await startFleet({ role: 'web', size: 2 })
    await database.query(shadow)
    let asked = 0
    let kept = 0
    const lane = async () => {
      while (asked < operations) {
        asked += 1
        if (asked % Math.floor(operations / kills) === 0) void fleet.kill(await fleet.pick(random))
        const kind = changeKinds[Math.floor(random() * changeKinds.length)]
        const fails = random() < 0.1
        const { address } = await fleet.pick(random)
        const answer = await fetch(`${address}/yard/changes`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `${1 + Math.floor(random() * 5)}` },
          body: JSON.stringify({ kind, fails }),
        }).catch(() => undefined)
        await answer?.text().catch(() => undefined)
        if (answer?.ok) kept += 1
      }
    }
    await Promise.all(Array.from({ length: 6 }, lane))
    const [found] = await database.query<{
      changes: number
      missing: number
      stray: number
      nameless: number
      foreign: number
    }>(
      `with changed as (
         select transaction_id, row_id, operation, count(*) as times from yard.shadow group by 1, 2, 3
       ), noted as (
         select transaction_id, row_id,
           case operation when 'insert' then 'insert' when 'purge' then 'delete' else 'update' end as operation,
           count(*) as times
         from ashlar.change group by 1, 2, 3
       )
       select (select count(*)::int from yard.shadow) as changes,
         (select coalesce(sum(changed.times - coalesce(noted.times, 0)) filter (where changed.times > coalesce(noted.times, 0)), 0)::int
          from changed left join noted using (transaction_id, row_id, operation)) as missing,
         (select coalesce(sum(noted.times - coalesce(changed.times, 0)) filter (where noted.times > coalesce(changed.times, 0)), 0)::int
          from noted left join changed using (transaction_id, row_id, operation)) as stray,
         (select count(*)::int from ashlar.change where actor is null or request is null) as nameless,
         (select count(*)::int from ashlar.change
          where tenant_id::text <> '00000000-0000-7000-8000-' || lpad(split_part(actor, ' ', 2), 12, '0')) as foreign`,
    )
    const changes = found?.changes ?? 0
    return [
      never('changes that the history misses', found?.missing ?? operations, changes),
      never('entries of the history without a change', found?.stray ?? operations, changes),
      never('entries that do not tell who, or in which request', found?.nameless ?? operations, changes),
      never('entries in the history of another tenant', found?.foreign ?? operations, changes),
      atLeast(`operations that were kept, with ${fleet.starts - 2} kills`, kept, operations / 2, '', operations),
    ]
  },
})
