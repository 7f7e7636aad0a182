import type { RowHistory } from '../../contract/row-history.ts'
import type { RowChange } from './history-of.ts'

/** Finds the names of users by their ids. Those it does not know are left out. */
export type FindNames = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>

/**
 * Makes changes ready for a page: with people's names, each looked up once. Who has no name is told by the id, such as `system`.
 *
 * @example
 * const changes = await historyOf(invoice, id)
 * return tellHistory(changes, (ids) => readNames(users, ids))
 */
export async function tellHistory(changes: readonly RowChange[], findNames: FindNames): Promise<RowHistory> {
  const ids = changes.flatMap(({ actor, impersonator }) => [actor, impersonator]).filter((id) => id !== null)
  const names = ids.length === 0 ? new Map<string, string>() : await findNames([...new Set(ids)])
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? id))
  return changes.map(({ id, at, kind, actor, impersonator, fields }) => ({
    id,
    at: at.toISOString(),
    kind,
    who: nameOf(actor),
    through: nameOf(impersonator),
    fields: fields.map(({ field, before, after, secret }) => ({
      field,
      before: tellValue(before),
      after: tellValue(after),
      secret,
    })),
  }))
}

function tellValue(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return JSON.stringify(value)
}
