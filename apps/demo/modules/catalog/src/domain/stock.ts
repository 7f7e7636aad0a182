/** What the stock of a product says about it. */
export interface StockedProduct {
  readonly unitsInStock: number
  readonly unitsOnOrder: number
  readonly reorderLevel: number
  readonly discontinued: boolean
}

/** Whether more should be ordered: what is there and what is coming do not reach the reorder level. */
export function isLow(product: StockedProduct): boolean {
  return !product.discontinued && product.unitsInStock + product.unitsOnOrder <= product.reorderLevel
}

/** What an order claims of a product. */
export interface Claim {
  readonly ordered: number
  /** What was set aside for it so far. */
  readonly reserved: number
}

/**
 * How much of a stock is set aside for each claim, those who have waited longest first.
 *
 * What was set aside stays so as long as it is there; what is free goes to those who wait, in their order. Should less be
 * there than was set aside, the last give theirs back.
 */
export function allotStock(onHand: number, claims: readonly Claim[]): number[] {
  let left = onHand
  const take = (wanted: number) => {
    const taken = Math.min(wanted, left)
    left -= taken
    return taken
  }
  const kept = claims.map(({ ordered, reserved }) => take(Math.min(ordered, reserved)))
  return claims.map(({ ordered }, index) => {
    const had = kept[index] ?? 0
    return had + take(ordered - had)
  })
}
