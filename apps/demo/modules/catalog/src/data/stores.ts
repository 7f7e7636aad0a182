import type { ModuleDatabase } from 'ashlar/data'
import type { CatalogStores } from '../domain/stores.ts'
import { createCategoryStore } from './category-store.ts'
import { createProductStore } from './product-store.ts'
import { createStockStore } from './stock-store.ts'
import { createSupplierStore } from './supplier-store.ts'

export function createCatalogStores(db: ModuleDatabase): CatalogStores {
  return {
    products: createProductStore(db),
    stock: createStockStore(db),
    categories: createCategoryStore(db),
    suppliers: createSupplierStore(db),
  }
}
