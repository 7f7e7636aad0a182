/** What an order costs. Amounts are in cents; a line is rounded once, so that lines add up to the total people see. */

export interface PricedLine {
  readonly unitPrice: number
  readonly quantity: number
  /** In percent. */
  readonly discount: number
}

export interface OrderTotals {
  /** The sum of all lines, after their discounts. */
  readonly subtotal: number
  /** What the discounts take off. */
  readonly discounts: number
  /** Subtotal and freight. */
  readonly total: number
}

/** What an order may come to before its discounts, in cents. */
export const highestPrice = 2_000_000_000

/** The price of a line after its discount. */
export function lineTotal({ unitPrice, quantity, discount }: PricedLine): number {
  return Math.round((unitPrice * quantity * (100 - discount)) / 100)
}

export function orderTotals(lines: readonly PricedLine[], freight: number): OrderTotals {
  const full = lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0)
  const subtotal = lines.reduce((sum, line) => sum + lineTotal(line), 0)
  return { subtotal, discounts: full - subtotal, total: subtotal + freight }
}
