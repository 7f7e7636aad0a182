/** Row 7: the same event in the hands of several processes at once, again and again, some of which are killed. */

import { atLeast, never } from '../figures.ts'
import { defineScenario } from '../scenario.ts'
import { drained } from '../yard/drained.ts'
import { openYard } from '../yard/open-yard.ts'
import { transfer } from '../yard/yard.ts'

/** Has what notes a delivery as done come late, before it holds the row: meanwhile another process takes the delivery too. */
const comeLate = `
  create function yard.come_late() returns trigger language plpgsql as $$
  begin
    if pg_catalog.current_query() like '%state = ''done''%' and random() < 0.4 then perform pg_catalog.pg_sleep(random() * 0.06); end if;
    return null;
  end $$;
  create trigger come_late before update on ashlar.event_delivery for each statement execute function yard.come_late()`

/** For a second, has what a process works on be due again, before all else, in no order, up to five times. */
const dueAgain = `
  do $$ begin
    for turn in 1..150 loop
      update ashlar.event_delivery set due_at = now() - random() * interval '1 hour'
      where id in (
        select id from ashlar.event_delivery
        where handler = 'yard.transfer' and state = 'pending' and attempts between 1 and 4
        for update skip locked
      );
      commit;
      perform pg_catalog.pg_sleep(0.005);
    end loop;
  end $$`

export const redelivery = defineScenario({
  name: 'redelivery',
  promise: 'Effects happen once, though events are in many hands at once',
  sizes: { ci: { events: 1_500 }, release: { events: 10_000 } },
  async run(world, { events }) {
    const { next: random } = world.random
    const { database, app, startFleet } = await openYard(world)
    const fleet = await startFleet({ role: 'worker', size: 3 })
    const tormenting = new AbortController()
    const torment = async () => {
      for (let turn = 1; !tormenting.signal.aborted; turn += 1) {
        await database.query(dueAgain)
        if (turn % 2 === 0) await fleet.kill(await fleet.pick(random))
      }
    }
    await database.query(comeLate)
    const tormented = torment()
    const amounts = Array.from({ length: events }, () => ({
      account: 1 + Math.floor(random() * 10),
      amount: 1 + Math.floor(random() * 1_000),
    }))
    for (let at = 0; at < events; at += 25) {
      await app.run(async () => {
        for (const { account, amount } of amounts.slice(at, at + 25)) await transfer(account, amount)
      })
    }
    await drained(database, 240_000)
    tormenting.abort()
    await tormented
    const balances = await database.query<{ id: number; balance: string }>('select id, balance from yard.account')
    const wrong = balances.filter(({ id, balance }) => {
      const due = amounts.filter(({ account }) => account === id).reduce((sum, { amount }) => sum + amount, 0)
      return Number(balance) !== due
    })
    const [outside] = await database.query<{ count: number; sum: string }>(
      'select count(*)::int as count, sum(amount) as sum from yard.outside',
    )
    const [tried] = await database.query<{ sum: string }>('select sum(attempts) from ashlar.event_delivery')
    const total = amounts.reduce((sum, { amount }) => sum + amount, 0)
    return [
      never('accounts whose balance is not what was transferred', wrong.length, events),
      never(
        'effects outside by key that were lost or doubled',
        Math.abs((outside?.count ?? 0) - events) + Math.abs(Number(outside?.sum) - total),
        events,
      ),
      atLeast('deliveries of an event, on average', Number(tried?.sum) / events, 1.01, '', events),
    ]
  },
})
