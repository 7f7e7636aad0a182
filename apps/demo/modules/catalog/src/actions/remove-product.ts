import { notFound } from 'ashlar/http'
import type { ProductId } from '../contract.ts'
import type { ProductStore } from '../domain/product-store.ts'
import type { StockStore } from '../domain/stock-store.ts'
import { stillClaimed } from '../errors.ts'

export interface RemoveProductNeeds {
  readonly products: ProductStore
  readonly stock: StockStore
}

/**
 * Removes a product that no open order claims.
 *
 * @throws CATALOG_STILL_USED when orders wait for it or have it set aside.
 * @throws ASH237 when there is no product with this id.
 */
export async function removeProduct({ products, stock }: RemoveProductNeeds, id: ProductId): Promise<void> {
  await stock.lock()
  const found = (await stock.listClaims([id])).get(id)
  if (!found) throw notFound('product')
  if (found.claims.length > 0) throw stillClaimed(found.claims.length)
  await products.remove(id)
}
