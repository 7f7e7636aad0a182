/** How better-auth reaches the module's tables: by the module's own handle, in the transaction of the request. */
import { bookkeeping, type ModuleDatabase } from 'ashlar/data'
import { and, eq, getColumns, type SQL } from 'ashlar/drizzle'
import type { PgTable } from 'ashlar/drizzle/pg-core'
import { type CleanedWhere, type CustomAdapter, createAdapterFactory } from 'better-auth/adapters'
import { account, session, user } from '../data/tables.ts'

const tables: Readonly<Record<string, PgTable>> = { user, account, session }

/**
 * Creates the adapter for better-auth.
 *
 * It reads apart from the request's transaction, so that none is open while a password is hashed; it writes within it.
 * A row that is there already is not made again: better-auth then receives `null`, and no transaction breaks. It knows
 * what the password flows ask for, and raises on anything else.
 */
export function createAuthAdapter(db: ModuleDatabase) {
  return createAdapterFactory({
    config: { adapterId: 'ashlar-users', supportsJSON: true, supportsArrays: true, transaction: false },
    adapter: () => createStatements(db),
  })
}

/** The rows are better-auth's by its own field names, which no type of ours can know: hence `never`. */
function createStatements(db: ModuleDatabase): CustomAdapter {
  return {
    async create({ model, data }) {
      const [row] = await db.insert(tableOf(model)).values(data).onConflictDoNothing().returning()
      return (row ?? null) as never
    },
    async findOne({ model, where }) {
      const table = tableOf(model)
      const [row] = await bookkeeping(async () => db.select().from(table).where(matches(table, where)).limit(1))
      return (row ?? null) as never
    },
    async findMany({ model, where, limit }) {
      const table = tableOf(model)
      return (await bookkeeping(async () => db.select().from(table).where(matches(table, where)).limit(limit))) as never
    },
    async update({ model, where, update }) {
      const table = tableOf(model)
      const [row] = await db
        .update(table)
        .set(update as Record<string, unknown>)
        .where(matches(table, where))
        .returning()
      return (row ?? null) as never
    },
    async updateMany({ model, where, update }) {
      const table = tableOf(model)
      const updated = await db
        .update(table)
        .set(update as Record<string, unknown>)
        .where(matches(table, where))
        .returning()
      return updated.length
    },
    async delete({ model, where }) {
      const table = tableOf(model)
      await db.delete(table).where(matches(table, where))
    },
    async deleteMany({ model, where }) {
      const table = tableOf(model)
      const removed = (await db.delete(table).where(matches(table, where)).returning()) as unknown[]
      return removed.length
    },
    async count({ model, where }) {
      const table = tableOf(model)
      return bookkeeping(async () => db.$count(table, matches(table, where)))
    },
  }
}

function tableOf(model: string): PgTable {
  const table = tables[model]
  if (!table) throw new TypeError(`better-auth asks for the table "${model}", which the users module does not have.`)
  return table
}

function matches(table: PgTable, where: readonly CleanedWhere[] = []): SQL | undefined {
  const columns = getColumns(table)
  return and(
    ...where.map(({ field, value, operator, connector }) => {
      const column = columns[field]
      if (!column || operator !== 'eq' || connector !== 'AND') {
        throw new TypeError(
          `better-auth asks for "${connector} ${field} ${operator}", which its adapter does not know.`,
        )
      }
      return eq(column, value)
    }),
  )
}
