/** A function of a module may change the search path of its transaction: what others say without a schema stays PostgreSQL's own. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { add, here, openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
  await shop.store.query(`
    create schema evil;
    grant usage on schema evil to public;
    create table evil.loot (seen text);
    create function evil.read(seen jsonb, key text) returns text language plpgsql security definer as
      $$ begin insert into evil.loot values (seen::text); return null; end $$;
    create operator evil.->> (leftarg = jsonb, rightarg = text, function = evil.read)`)
})
afterAll(() => shop.close())
beforeEach(() => shop.empty())

const loot = () => shop.store.query('select seen from evil.loot')

test('the rules of tables use no operator of a module', async () => {
  await shop.run(() => add(1))
  const client = await shop.store.connect()
  try {
    await client.query(`set role ${shop.role}; set ashlar.tenant = '${here}'; set search_path = evil, pg_catalog`)
    await client.query(`insert into shop."order" (number, token) values (2, 'secret')`)
    await client.query(`update shop."order" set note = 'x', version = version where number = 1`)
    await client.query('delete from shop."order"')
  } finally {
    await client.end()
  }
  expect(await loot()).toEqual([])
})
