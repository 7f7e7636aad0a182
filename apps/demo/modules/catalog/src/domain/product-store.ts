import type { Paged } from 'ashlar/contract'
import type { z } from 'zod'
import type {
  CategoryId,
  Product,
  ProductChanges,
  ProductForm,
  ProductId,
  ProductList,
  SupplierId,
} from '../contract.ts'

export type ProductQuery = z.output<typeof ProductList>

export interface ProductStore {
  list(query: ProductQuery): Promise<Paged<Product>>
  find(id: ProductId): Promise<Product | undefined>
  findByNumber(number: number): Promise<Product | undefined>
  listById(ids: readonly ProductId[]): Promise<Product[]>
  listOfCategory(id: CategoryId): Promise<Product[]>
  listOfSupplier(id: SupplierId): Promise<Product[]>
  searchSellable(text: string, limit: number): Promise<Product[]>
  hasNumber(number: number, except?: ProductId): Promise<boolean>
  insert(form: ProductForm): Promise<ProductId>
  insertMany(forms: readonly ProductForm[]): Promise<void>
  update(id: ProductId, changes: ProductChanges): Promise<boolean>
  remove(id: ProductId): Promise<void>
  isEmpty(): Promise<boolean>
}
