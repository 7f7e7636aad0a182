/** Every error that the catalog can raise. The texts of fields are locale keys. */

import { AshlarError } from 'ashlar/contract'
import { invalidFields } from 'ashlar/http'

export function productNumberTaken(): AshlarError {
  return invalidFields({ number: 'catalog:errors.numberTaken' })
}

export function categoryNameTaken(): AshlarError {
  return invalidFields({ name: 'catalog:errors.nameTaken' })
}

export function supplierNameTaken(): AshlarError {
  return invalidFields({ name: 'catalog:errors.nameTaken' })
}

export function categoryUnknown(): AshlarError {
  return invalidFields({ categoryId: 'catalog:errors.categoryUnknown' })
}

export function supplierUnknown(): AshlarError {
  return invalidFields({ supplierId: 'catalog:errors.supplierUnknown' })
}

export function stockOutOfRange(): AshlarError {
  return invalidFields({ units: 'catalog:errors.stockOutOfRange' })
}

/** A category or supplier cannot go while products point to it. */
export function stillUsed(what: 'category' | 'supplier', products: number): AshlarError {
  return new AshlarError(
    'CATALOG_STILL_USED',
    409,
    `This ${what} has ${products} products. Move them to another ${what} first.`,
    { details: { what, products } },
  )
}

/** A product cannot go while orders that have not left claim it. */
export function stillClaimed(orders: number): AshlarError {
  return new AshlarError(
    'CATALOG_STILL_USED',
    409,
    `Open orders claim this product (${orders}). Ship or remove them first, or mark the product as discontinued.`,
    { details: { what: 'product', orders } },
  )
}
