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
