/** What tests of orders do through the pages before they can take one. */
import { type TestApp, type TestClient, testApp } from '@ashlar/testing'
import { routes as catalogRoutes, type Product, type ProductId } from '@demo/catalog/contract'
import { type CustomerId, routes as customerRoutes } from '@demo/customers/contract'
import { type Order, type OrderId, routes, type StockLine } from '../src/contract.ts'

export interface Desk {
  readonly addProduct: (number: number, unitPrice: number, unitsInStock?: number) => Promise<ProductId>
  readonly changeProduct: (id: ProductId, fields: Partial<Product>) => Promise<void>
  readonly correctStock: (id: ProductId, units: number) => Promise<void>
  readonly readProduct: (
    id: ProductId,
  ) => Promise<{ readonly product: Product; readonly claimed: { readonly reserved: number; readonly missing: number } }>
  readonly addCustomer: (code: string, fields?: object) => Promise<CustomerId>
  readonly takeOrder: (customerId: CustomerId, lines: readonly object[], fields?: object) => Promise<OrderId>
  readonly readOrder: (id: OrderId) => Promise<Order>
  readonly readStock: (id: OrderId) => Promise<readonly StockLine[] | null>
}

/** The desk as somebody who may do everything works at it. */
export function openDesk(clerk: TestClient): Desk {
  const readProps = async <Props>(address: string) => (await clerk.visit(address)).page().props as unknown as Props
  const readProduct: Desk['readProduct'] = (id) => readProps(catalogRoutes.showProduct({ id }))
  return {
    async addProduct(number, unitPrice, unitsInStock = 0) {
      const category = { name: `Category ${number}`, description: '' }
      const { location } = await clerk.submit('POST', catalogRoutes.createCategory(), category)
      const product = await clerk.submit('POST', catalogRoutes.createProduct(), {
        number,
        name: `Product ${number}`,
        categoryId: idOf(location, 'cat_'),
        unitPrice,
        unitsInStock,
      })
      return idOf(product.location, 'prod_')
    },
    async changeProduct(id, changed) {
      const {
        category,
        supplier: _supplier,
        id: _id,
        unitsInStock: _unitsInStock,
        ...fields
      } = (await readProduct(id)).product
      await clerk.submit('PUT', catalogRoutes.updateProduct({ id }), {
        ...fields,
        categoryId: category.id,
        ...changed,
      })
    },
    async correctStock(id, units) {
      await clerk.submit('POST', catalogRoutes.correctStock({ id }), { units })
    },
    readProduct,
    async addCustomer(code, fields = {}) {
      const answer = await clerk.submit('POST', customerRoutes.store(), { code, name: `Customer ${code}`, ...fields })
      return idOf(answer.location, 'cust_')
    },
    async takeOrder(customerId, lines, fields = {}) {
      const body = { customerId, orderedOn: '2026-03-02', lines, ...fields }
      return idOf((await clerk.submit('POST', routes.store(), body)).location, 'ord_')
    },
    readOrder: async (id) => (await readProps<{ order: Order }>(routes.show({ id }))).order,
    readStock: async (id) => (await readProps<{ stock: StockLine[] | null }>(routes.show({ id }))).stock,
  }
}

/** An app of orders and what they are made of, with a clerk who may do everything. */
export interface Office {
  readonly app: TestApp
  readonly clerk: TestClient
  readonly desk: Desk
}

/** Opens the app, with more modules if they are named. */
export async function openOffice(...more: readonly string[]): Promise<Office> {
  const app = await testApp({
    modules: ['@demo/catalog', '@demo/customers', '@demo/orders', ...more],
    tenants: ['acme'],
  })
  const clerk = app.as('all')
  return { app, clerk, desk: openDesk(clerk) }
}

/** The id at the end of an address that a form led to. */
export function idOf<Prefix extends string>(location: string | undefined, prefix: Prefix): `${Prefix}${string}` {
  const id = location?.split('/').at(-1)
  if (!id?.startsWith(prefix)) throw new Error(`No ${prefix} in ${location}`)
  return id as `${Prefix}${string}`
}
