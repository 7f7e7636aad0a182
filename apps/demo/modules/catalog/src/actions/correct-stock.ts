import { notFound } from 'ashlar/http'
import { mostUnits, type ProductId } from '../contract.ts'
import type { ProductStore } from '../domain/product-store.ts'
import { stockOutOfRange } from '../errors.ts'
import { type AllotNeeds, allot } from './allot.ts'

export interface CorrectStockNeeds extends AllotNeeds {
  readonly products: ProductStore
}

/**
 * Adds goods that have come in to a product's stock, or takes off what is gone otherwise than with an order; what has come in
 * is set aside for orders that wait for it.
 *
 * @throws ASH225 when that would leave less than nothing, or more than a stock may hold.
 * @throws ASH237 when there is no product with this id.
 */
export async function correctStock(
  { products, ...needs }: CorrectStockNeeds,
  id: ProductId,
  units: number,
): Promise<void> {
  await needs.stock.lock()
  const product = await products.find(id)
  if (!product) throw notFound('product')
  const left = product.unitsInStock + units
  if (left < 0 || left > mostUnits) throw stockOutOfRange()
  await needs.stock.setOnHand(id, left)
  await allot(needs, [id])
}
