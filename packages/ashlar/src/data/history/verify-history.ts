/** Compares the history with its seals, and says what was done to it, and where. */
import type { Client } from 'pg'
import { type OwnerConnectionOptions, withOwnerConnection } from '../migrations/owner-connection.ts'
import { sealNotThere } from './errors.ts'
import { changeHash, partDigest, sealHash } from './history-schema.ts'
import type { SealHead } from './keep-history.ts'

/** What is not as it was sealed. */
export type HistoryFault =
  | {
      /** A sealed change says something else, is gone, or has come to be where no seal holds one. */
      readonly kind: 'change-edited' | 'change-removed' | 'change-inserted'
      readonly change: number
      /** The seal that holds it, or its place; `null` for one that came in after everything around it was sealed. */
      readonly seal: number | null
      readonly module: string
      readonly table: string
      /** The id of the row it is about, as far as that is still known. */
      readonly row: string | null
      readonly tenant: string | null
    }
  | {
      /** A seal does not hold what it was made of, does not follow from the one before, or is not there. */
      readonly kind: 'seal-edited' | 'seal-unlinked' | 'seal-removed'
      readonly seal: number
    }
  | {
      /** The newest seal is not the one that was made last, or not the one that was noted outside. */
      readonly kind: 'head-differs' | 'noted-differs'
      readonly seal: number
      readonly expected: string
      readonly found: string
    }

/** What came of a look at the whole history. */
export interface HistoryReport {
  readonly sound: boolean
  readonly faults: readonly HistoryFault[]
  /** How many changes are sealed and there. */
  readonly sealed: number
  /** How many were removed when their time was up; their seals are still proved. */
  readonly removed: number
  /** How many were made since the last seal; nothing shows yet what is done to these. */
  readonly unsealed: number
  /** The last link of the chain: what to note outside. `undefined` before the first. */
  readonly head: (SealHead & { readonly sealedAt: Date }) | undefined
}

export interface VerifyHistoryOptions extends OwnerConnectionOptions {
  /** A head that was noted outside: whatever was cut off behind it, or made anew, does not lead to it. */
  readonly noted?: SealHead | undefined
  /** How many faults are told of at most. @default 1000 */
  readonly limit?: number
}

/**
 * Looks at every change and every seal, while the app goes on. It changes nothing.
 *
 * @throws ASH565 when the database has no history yet.
 */
export function verifyHistory(options: VerifyHistoryOptions): Promise<HistoryReport> {
  const { noted, limit = 1_000 } = options
  return withOwnerConnection(options, async (client) => {
    await believeOnlyTables(client)
    await assertHasSeals(client)
    const faults: HistoryFault[] = []
    let [sealed, removed, after] = [0, 0, 0]
    while (true) {
      const page = await readPage(client, after)
      if (page.seals === 0) break
      faults.push(...page.faults)
      sealed += page.sealed
      removed += page.removed
      after = page.last
    }
    const end = await readEnd(client, after, noted)
    faults.push(...end.faults)
    return {
      sound: faults.length === 0,
      faults: faults.slice(0, limit),
      sealed,
      removed,
      unsealed: end.unsealed,
      head: end.head,
    }
  })
}

/**
 * What is proved is what the tables hold: no function or operator of the database has a say in it, and a policy that would hide rows from the
 * owner fails instead. Compiling the hashes takes PostgreSQL seconds for each page, and running them milliseconds.
 */
async function believeOnlyTables(client: Client): Promise<void> {
  await client.query('set search_path = pg_catalog, pg_temp; set row_security = off; set jit = off')
}

async function assertHasSeals(client: Client): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(
    `select pg_catalog.to_regclass('ashlar.change_seal') is not null as found`,
  )
  if (rows[0]?.found !== true) throw sealNotThere()
}

interface Page {
  readonly seals: number
  readonly last: number
  readonly sealed: number
  readonly removed: number
  readonly faults: readonly HistoryFault[]
}

/** What is read together is read in one statement, so that no seal or removal can come in between. */
async function readPage(client: Client, after: number): Promise<Page> {
  const { rows } = await client.query<{ page: Page }>(pageText, [after, sealsAtOnce])
  return (rows[0] as { page: Page }).page
}

const sealsAtOnce = 200

const pageText = `
with seal as materialized (
  select change_seal as whole, change_seal.* from ashlar.change_seal where id > $1 order by id limit $2
), part as materialized (
  select * from ashlar.change_seal_part where seal in (select id from seal)
), noted as (
  select seal, module, table_name, tenant_id, id, hash
  from part, unnest(ids, hashes) as noted (id, hash) where removed_by is null
), found as (
  select seal.id as seal, change.id, change.module, change.table_name, change.row_id, change.tenant_id, ${changeHash} as hash
  from seal, unnest(seal.ids) as held join ashlar.change on change.id >= lower(held) and change.id < upper(held)
), compared as (
  select coalesce(noted.seal, found.seal) as seal, coalesce(noted.id, found.id) as change, coalesce(noted.module, found.module) as module,
    coalesce(noted.table_name, found.table_name) as "table", found.row_id as row, coalesce(noted.tenant_id, found.tenant_id) as tenant,
    case when found.id is null then 'change-removed' when noted.id is null then 'change-inserted'
      when noted.hash <> found.hash then 'change-edited' end as kind
  from noted full join found on found.seal = noted.seal and found.id = noted.id
), altered as (
  select id as seal from (select id, hash, whole as link from seal) as seal where hash <> ${sealHash}
  union
  select seal from part where removed_by is null and digest is distinct from ${partDigest}
  union
  select seal from part where removed_by is not null
    and not exists (select from ashlar.change_seal where id = removed_by and kind = 'removal')
), linked as (
  select id, previous, coalesce(lag(id) over (order by id), $1) as before, coalesce(
    lag(hash) over (order by id),
    case $1::bigint when 0 then pg_catalog.sha256('ashlar') else (select hash from ashlar.change_seal where id = $1) end
  ) as hash_before
  from seal
), fault as (
  select kind, pg_catalog.jsonb_build_object(
    'kind', kind, 'seal', seal, 'change', change, 'module', module, 'table', "table", 'row', row, 'tenant', tenant
  ) as fault, seal, change
  from compared where kind is not null
  union all
  select 'seal-edited', pg_catalog.jsonb_build_object('kind', 'seal-edited', 'seal', seal), seal, null from altered
  union all
  select 'seal-removed', pg_catalog.jsonb_build_object('kind', 'seal-removed', 'seal', missing), missing, null
  from linked, pg_catalog.generate_series(before + 1, least(id - 1, before + 1000)) as missing
  union all
  select 'seal-unlinked', pg_catalog.jsonb_build_object('kind', 'seal-unlinked', 'seal', id), id, null
  from linked where id = before + 1 and previous is distinct from hash_before
)
select pg_catalog.jsonb_build_object(
  'seals', (select count(*) from seal),
  'last', (select max(id) from seal),
  'sealed', (select count(*) from compared where kind is distinct from 'change-removed' and kind is distinct from 'change-inserted'),
  'removed', (select coalesce(sum(changes), 0) from part where removed_by is not null),
  'faults', (select coalesce(pg_catalog.jsonb_agg(fault order by seal, change), '[]') from (select * from fault order by seal, change limit 1000) as fault)
) as page`

interface End {
  readonly unsealed: number
  readonly head: HistoryReport['head']
  readonly faults: readonly HistoryFault[]
}

interface EndRow {
  readonly unsealed: number
  readonly seal: number
  readonly hash: string
  readonly last_seal: number | null
  readonly last_hash: string | null
  readonly noted_hash: string | null
  /** Of the last seal that was looked at: another may have been made since. */
  readonly looked_hash: string | null
  readonly looked_sealed_at: Date | null
  readonly inserted: readonly HistoryFault[]
}

/** What no seal holds, and whether the chain ends where it was left. */
async function readEnd(client: Client, last: number, noted: SealHead | undefined): Promise<End> {
  const { rows } = await client.query<EndRow>(endText, [noted?.seal ?? null, last])
  const end = rows[0] as EndRow
  const faults = [...end.inserted]
  if ((end.last_seal ?? 0) !== end.seal || (end.last_hash !== null && end.last_hash !== end.hash)) {
    faults.push({ kind: 'head-differs', seal: end.seal, expected: end.hash, found: end.last_hash ?? 'nothing' })
  }
  if (noted !== undefined && end.noted_hash !== noted.hash.toLowerCase()) {
    faults.push({ kind: 'noted-differs', seal: noted.seal, expected: noted.hash, found: end.noted_hash ?? 'nothing' })
  }
  const { looked_hash: hash, looked_sealed_at: sealedAt } = end
  return {
    faults,
    unsealed: end.unsealed,
    head: hash !== null && sealedAt !== null ? { seal: last, hash, sealedAt } : undefined,
  }
}

/**
 * A change that no seal holds may be new. It cannot be when its number lies in what is settled, or when its transaction had ended before
 * a seal that left nothing over. A seal whose row was written before that, as this server counts (in 32 bits, which come round), was made on
 * another one, which the database was copied from: it tells nothing of transactions here.
 */
const endText = `
with complete as (
  select settled_before, ((xmin::text::bigint - settled_before::text::bigint) % 4294967296 + 4294967296) % 4294967296 < 2147483648 as is_own
  from ashlar.change_seal where settled_before is not null order by id desc limit 1
), settled as (
  select id, last_id from ashlar.change_seal
  where settled_before is not null and begun_before <= (select settled_before from complete) order by id desc limit 1
), held as (
  select coalesce(range_agg(taken), '{}') as ids from ashlar.change_seal, unnest(ids) as taken
), loose as (
  select change.*, change.id <= coalesce((select last_id from settled), 0)
    or coalesce(change.transaction_id < (select settled_before from complete where is_own), false) as is_late
  from unnest((select int8multirange(int8range(null, null)) - ids from held)) as gap
  join ashlar.change on change.id >= coalesce(lower(gap), -9223372036854775808) and change.id < coalesce(upper(gap), 9223372036854775807)
), last as (
  select * from ashlar.change_seal order by id desc limit 1
)
select (select count(*)::int from loose where not is_late) as unsealed,
  (select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
      'kind', 'change-inserted', 'seal', null, 'change', id, 'module', module, 'table', table_name, 'row', row_id, 'tenant', tenant_id
    ) order by id), '[]') from (select * from loose where is_late order by id limit 1000) as late) as inserted,
  head.seal::int, pg_catalog.encode(head.hash, 'hex') as hash,
  (select id::int from last) as last_seal, (select pg_catalog.encode(last.hash, 'hex') from last) as last_hash,
  (select pg_catalog.encode(change_seal.hash, 'hex') from ashlar.change_seal where id = $2::bigint) as looked_hash,
  (select sealed_at from ashlar.change_seal where id = $2::bigint) as looked_sealed_at,
  (select pg_catalog.encode(change_seal.hash, 'hex') from ashlar.change_seal where id = $1::bigint) as noted_hash
from ashlar.change_head as head`
