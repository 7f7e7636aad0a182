/** Reads the history of every tenant, as the owner: for the command line. */
import { uuidOf } from '../../contract/typeid-uuid.ts'
import type { TypeIdOf } from '../../contract/values.ts'
import { type OwnerConnectionOptions, withOwnerConnection } from '../migrations/owner-connection.ts'
import { changeNotFound } from './errors.ts'

/** A change as the history holds it. */
export interface KeptChange {
  readonly id: string
  readonly at: Date
  readonly module: string
  readonly table: string
  /** The UUID or other key of the row, as the database has it. */
  readonly row: string
  readonly operation: 'insert' | 'update' | 'delete' | 'restore' | 'purge'
  /** The columns that changed, before and after. */
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
  /** Columns that changed and whose values are not kept. */
  readonly secret: readonly string[] | null
  readonly actor: string | null
  readonly impersonator: string | null
  readonly tenant: string | null
  readonly requestId: string | null
  /** The seal that holds it, or `null` until it is sealed. */
  readonly seal: number | null
}

/** Which changes are meant. What is left out does not matter. */
export interface HistorySelection {
  readonly id?: string | undefined
  readonly module?: string | undefined
  readonly table?: string | undefined
  readonly row?: string | undefined
  readonly actor?: string | undefined
  readonly tenant?: string | undefined
  readonly since?: Date | undefined
  /** @default 50 */
  readonly limit?: number | undefined
}

/** Lists changes, the newest first. */
export function listHistory(
  connection: OwnerConnectionOptions,
  selection: HistorySelection,
): Promise<readonly KeptChange[]> {
  const { id, module, table, row, actor, tenant, since, limit = 50 } = selection
  return withOwnerConnection(connection, async (client) => {
    const [rowKey, tenantKey] = [row, tenant].map((each) => each && keyOf(each))
    const values = [id, module, table, rowKey, actor, tenantKey, since].map((value) => value ?? null)
    const { rows } = await client.query<KeptChange>(listText, [...values, limit])
    return rows
  })
}

/** @throws ASH567 when there is none, or it was removed when its time was up. */
export async function getChange(connection: OwnerConnectionOptions, id: string): Promise<KeptChange> {
  const [change] = await listHistory(connection, { id, limit: 1 })
  if (change === undefined) throw changeNotFound(id)
  return change
}

/** An id with a prefix is kept as the UUID inside. */
function keyOf(row: string): string {
  return isTypeId(row) ? uuidOf(row) : row
}

function isTypeId(text: string): text is TypeIdOf<string> {
  return /^[a-z_]*[a-z]_[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text)
}

const listText = `
select change.id::text, changed_at as at, module, table_name as "table", row_id as row, operation, before, after, secret, actor, impersonator,
  tenant_id as tenant, request as "requestId",
  (select change_seal.id::int from ashlar.change_seal where ids @> change.id limit 1) as seal
from ashlar.change
where ($1::bigint is null or id = $1) and ($2::text is null or module = $2) and ($3::text is null or table_name = $3)
  and ($4::text is null or row_id = $4) and ($5::text is null or actor = $5 or impersonator = $5)
  and ($6::text is null or tenant_id::text = $6) and ($7::timestamptz is null or changed_at >= $7)
order by change.id desc limit $8::int`
