import type { ModuleDatabase } from 'ashlar/data'
import { type CategoryStore, createCategoryStore } from './category-store.ts'
import { createProductStore, type ProductStore } from './product-store.ts'
import { createSupplierStore, type SupplierStore } from './supplier-store.ts'

/** All that the catalog keeps. */
export interface CatalogStores {
  readonly products: ProductStore
  readonly categories: CategoryStore
  readonly suppliers: SupplierStore
}

export function createCatalogStores(db: ModuleDatabase): CatalogStores {
  return {
    products: createProductStore(db),
    categories: createCategoryStore(db),
    suppliers: createSupplierStore(db),
  }
}
