import { type TestApp, type TestClient, testApp } from '@ashlar/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type CategoryId,
  can,
  catalog,
  type Product,
  type ProductId,
  routes,
  type SupplierId,
} from '../src/contract.ts'

let app: TestApp
let clerk: TestClient
let categoryId: CategoryId

beforeAll(async () => {
  app = await testApp({ modules: ['@demo/catalog'], tenants: ['acme'] })
  clerk = app.as([can.read, can.edit])
  categoryId = (await add(routes.createCategory(), { name: 'Inks' })) as CategoryId
})
afterAll(() => app?.close())

/** Submits a form, and gives the id that the answer leads to. */
async function add(path: string, body: object): Promise<string> {
  const answer = await clerk.submit('POST', path, body)
  const id = answer.location?.split('/').at(-1)
  if (!id?.includes('_')) throw new Error(`${path} led to ${answer.location}: ${answer.text}`)
  return id
}

const addProduct = async (number: number, fields: object = {}) =>
  (await add(routes.createProduct(), {
    number,
    name: `Product ${number}`,
    categoryId,
    unitPrice: 1250,
    ...fields,
  })) as ProductId

async function list(query: Parameters<typeof routes.listProducts>[0]): Promise<number[]> {
  const { products } = (await clerk.visit(routes.listProducts(query))).page().props as never as {
    products: { items: Product[] }
  }
  return products.items.map(({ number }) => number)
}

test('a product is added, shown, changed and removed', async () => {
  const supplierId = (await add(routes.createSupplier(), { name: 'Nordic Mills', country: 'Norway' })) as SupplierId
  const id = await addProduct(1, { supplierId, name: ' Lake blue ', unitsInStock: 7 })
  const shown = await clerk.visit(routes.showProduct({ id }))
  expect(shown.page()).toMatchObject({
    component: 'catalog/Product',
    props: {
      product: { name: 'Lake blue', category: { name: 'Inks' }, supplier: { name: 'Nordic Mills' }, unitPrice: 1250 },
    },
  })
  const changed = await clerk.submitAndFollow('PUT', routes.updateProduct({ id }), {
    number: 1,
    name: 'Sea blue',
    categoryId,
    supplierId: null,
    unitPrice: 990,
    discontinued: true,
  })
  expect(changed.page().props.product).toMatchObject({
    name: 'Sea blue',
    supplier: null,
    unitPrice: 990,
    unitsInStock: 7,
    discontinued: true,
  })
  expect((await clerk.submit('DELETE', routes.deleteProduct({ id }))).location).toBe(routes.listProducts())
  expect((await clerk.visit(routes.showProduct({ id }))).status).toBe(404)
})

test('a stock is corrected by what has come in or is gone, and stays within what it may hold', async () => {
  const id = await addProduct(5, { unitsInStock: 7 })
  const shown = routes.showProduct({ id })
  const correct = async (units: number) => {
    const { location } = await clerk.submit(
      'POST',
      routes.correctStock({ id }),
      { units },
      { referer: `http://localhost${shown}` },
    )
    expect(location).toBe(shown)
    return clerk.visit(shown)
  }
  expect((await correct(3)).page().props.product).toMatchObject({ unitsInStock: 10 })
  expect((await correct(-10)).page().props.product).toMatchObject({ unitsInStock: 0 })
  expect((await correct(-1)).page().props.errors).toEqual({ units: expect.stringContaining('below 0') })
  expect((await correct(0)).page().props.errors).toEqual({ units: expect.stringContaining('come in') })
  expect((await app.as([can.read]).submit('POST', routes.correctStock({ id }), { units: 1 })).status).toBe(403)
  const nowhere = 'prod_00000000000000000000000000' as ProductId
  expect((await clerk.submit('POST', routes.correctStock({ id: nowhere }), { units: 1 })).status).toBe(404)
})

test('a number is used once, and a product needs a category that exists', async () => {
  await addProduct(10)
  const taken = await clerk.submitAndFollow('POST', routes.createProduct(), {
    number: 10,
    name: 'Ten again',
    categoryId,
    unitPrice: 1,
  })
  expect(Object.keys(taken.page().props.errors)).toEqual(['number'])
  const nowhere = await clerk.submitAndFollow('POST', routes.createProduct(), {
    number: 11,
    name: 'Nowhere',
    categoryId: 'cat_00000000000000000000000000',
    unitPrice: 1,
  })
  expect(Object.keys(nowhere.page().props.errors)).toEqual(['categoryId'])
  const wrong = await clerk.submitAndFollow('POST', routes.createProduct(), {
    number: 0,
    name: '',
    categoryId,
    unitPrice: -1,
  })
  expect(Object.keys(wrong.page().props.errors).toSorted()).toEqual(['name', 'number', 'unitPrice'])
  expect(await list({ query: { search: 'again' } })).toEqual([])
})

test('products are searched, filtered and put in order by the address', async () => {
  await addProduct(20, { name: 'Quill, short', unitPrice: 300, unitsInStock: 2, reorderLevel: 5 })
  await addProduct(21, { name: 'Quill, long', unitPrice: 100, unitsInStock: 9 })
  await addProduct(22, { name: 'Quill, old', unitPrice: 200, discontinued: true })
  expect(await list({ query: { search: 'quill', sort: 'number' } })).toEqual([20, 21, 22])
  expect(await list({ query: { search: 'quill', sort: '-price' } })).toEqual([20, 22, 21])
  expect(await list({ query: { search: 'quill', status: 'low' } })).toEqual([20])
  expect(await list({ query: { search: 'quill', status: 'discontinued' } })).toEqual([22])
  expect(await list({ query: { search: 'quill', status: 'active', sort: 'number' } })).toEqual([20, 21])
  expect(await list({ query: { search: '21' } })).toEqual([21])
  const api = await clerk.call('GET', routes.apiProducts({ query: { search: 'quill, long' } }))
  expect(api.json()).toMatchObject({ total: 1, items: [{ number: 21 }] })
})

test('a category and a supplier in use cannot be removed, and say why; unused ones can', async () => {
  const category = (await add(routes.createCategory(), { name: 'Papers', description: 'To write on' })) as CategoryId
  const supplier = (await add(routes.createSupplier(), { name: 'Paper Mill' })) as SupplierId
  const product = await addProduct(30, { categoryId: category, supplierId: supplier })
  for (const path of [routes.deleteCategory({ id: category }), routes.deleteSupplier({ id: supplier })]) {
    const refused = await clerk.submit('DELETE', path)
    expect(refused.status).toBe(409)
    expect(refused.page().props.message).toMatch(/1|product/)
  }
  await clerk.submit('DELETE', routes.deleteProduct({ id: product }))
  expect((await clerk.submit('DELETE', routes.deleteCategory({ id: category }))).location).toBe(routes.listCategories())
  expect((await clerk.submit('DELETE', routes.deleteSupplier({ id: supplier }))).location).toBe(routes.listSuppliers())
})

test('categories and suppliers are listed with their products, and changed', async () => {
  const category = (await add(routes.createCategory(), { name: 'Nibs' })) as CategoryId
  await addProduct(40, { categoryId: category })
  const categories = await clerk.visit(routes.listCategories({ query: { search: 'nibs' } }))
  expect(categories.page().props.categories).toMatchObject({ items: [{ name: 'Nibs', products: 1 }] })
  await clerk.submit('PUT', routes.updateCategory({ id: category }), { name: 'Steel nibs' })
  const shown = await clerk.visit(routes.showCategory({ id: category }))
  expect(shown.page().props.category).toMatchObject({ name: 'Steel nibs', products: 1 })
  const supplier = (await add(routes.createSupplier(), { name: 'Vik', country: 'Norway' })) as SupplierId
  await clerk.submit('PUT', routes.updateSupplier({ id: supplier }), { name: 'Vik & Sons', country: 'Sweden' })
  const suppliers = await clerk.visit(routes.listSuppliers({ query: { search: 'vik' } }))
  expect(suppliers.page().props.suppliers).toMatchObject({ items: [{ name: 'Vik & Sons', country: 'Sweden' }] })
})

test('who may read cannot edit', async () => {
  const id = await addProduct(50)
  const reader = app.as([can.read])
  expect((await reader.visit(routes.showProduct({ id }))).status).toBe(200)
  expect((await reader.visit(routes.editProduct({ id }))).status).toBe(403)
  expect((await reader.submit('DELETE', routes.deleteProduct({ id }))).status).toBe(403)
  expect((await app.as([]).visit(routes.listProducts())).status).toBe(403)
})

test('other modules find what can be sold', async () => {
  const sold = await addProduct(60, { name: 'Seal, red' })
  await addProduct(61, { name: 'Seal, broken', discontinued: true })
  const service = await app.app.findService(catalog)
  await app.run(async () => {
    expect(await service?.searchProducts('seal', 10)).toMatchObject([{ number: 60 }])
    expect(await service?.findProductByNumber(60)).toMatchObject({ id: sold })
    expect(await service?.listProductsById([sold])).toMatchObject([{ number: 60 }])
    expect(await service?.findProduct('prod_00000000000000000000000000' as ProductId)).toBeUndefined()
  })
})
