import type { Paged } from 'ashlar/contract'
import type { z } from 'zod'
import type { CategoryId, Product, ProductForm, ProductId, ProductList, SupplierId } from '../contract.ts'

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
  update(id: ProductId, form: ProductForm): Promise<boolean>
  remove(id: ProductId): Promise<boolean>
  isEmpty(): Promise<boolean>
}
