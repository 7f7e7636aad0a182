import { customType } from 'drizzle-orm/pg-core'
import { amountNotExact } from './errors.ts'

/**
 * A column that holds an amount in the smallest unit of its currency, such as cents: a `bigint`, so that nothing is rounded. Its values fit
 * `money()` of a contract. It is called like its key in the table unless it is named. Where a table knows several currencies, keep the
 * three letters of each amount's in a column of their own, and give them to `useFormat()`.
 *
 * Reading and writing raise ASH569 for an amount beyond 9,007,199,254,740,991, which JavaScript cannot hold exactly.
 *
 * @example
 * const invoice = schema.table('invoice', { total: moneyColumn().notNull(), currency: text('currency').notNull() })
 */
export function moneyColumn(name = '') {
  return customType<{ data: number; driverData: string | number }>({
    dataType: () => 'bigint',
    toDriver: readAmount,
    fromDriver: readAmount,
  })(name)
}

function readAmount(given: string | number): number {
  const amount = Number(given)
  if (!Number.isSafeInteger(amount)) throw amountNotExact()
  return amount
}
