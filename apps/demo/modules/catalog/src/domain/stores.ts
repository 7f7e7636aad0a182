import type { CategoryStore } from './category-store.ts'
import type { ProductStore } from './product-store.ts'
import type { StockStore } from './stock-store.ts'
import type { SupplierStore } from './supplier-store.ts'

/** All that the catalog keeps. */
export interface CatalogStores {
  readonly products: ProductStore
  readonly stock: StockStore
  readonly categories: CategoryStore
  readonly suppliers: SupplierStore
}
