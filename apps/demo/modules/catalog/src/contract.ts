/** What others may know of the catalog: its products, categories and suppliers. */
import {
  definePages,
  definePermissions,
  defineRoutes,
  del,
  event,
  get,
  listQuery,
  money,
  page,
  paged,
  post,
  put,
  service,
  typeid,
} from 'ashlar/contract'
import { z } from 'zod'

export const can = definePermissions('catalog', {
  read: 'See products, categories and suppliers',
  edit: 'Add, change and remove products, categories and suppliers',
})

const categoryId = typeid('cat')
const supplierId = typeid('sup')
const productId = typeid('prod')
export type CategoryId = z.output<typeof categoryId>
export type SupplierId = z.output<typeof supplierId>
export type ProductId = z.output<typeof productId>

const name = z.string().trim().min(1, 'catalog:errors.name').max(120)
const optionalText = (max: number) => z.string().trim().max(max).default('')

export const Category = z.object({
  id: categoryId,
  name: z.string(),
  description: z.string(),
  products: z.int(),
})
export const CategoryForm = z.object({ name, description: optionalText(500) })
export type Category = z.output<typeof Category>
export type CategoryForm = z.output<typeof CategoryForm>

export const Supplier = z.object({
  id: supplierId,
  name: z.string(),
  contactName: z.string(),
  contactTitle: z.string(),
  address: z.string(),
  city: z.string(),
  region: z.string(),
  postalCode: z.string(),
  country: z.string(),
  phone: z.string(),
  products: z.int(),
})
export const SupplierForm = z.object({
  name,
  contactName: optionalText(120),
  contactTitle: optionalText(120),
  address: optionalText(200),
  city: optionalText(80),
  region: optionalText(80),
  postalCode: optionalText(20),
  country: optionalText(80),
  phone: optionalText(40),
})
export type Supplier = z.output<typeof Supplier>
export type SupplierForm = z.output<typeof SupplierForm>

/** A choice in a form: an id and what people call it. */
const Choice = <Id extends z.ZodType>(id: Id) => z.object({ id, name: z.string() })

export const Product = z.object({
  id: productId,
  /** The number people order by; unique. */
  number: z.int(),
  name: z.string(),
  category: Choice(categoryId),
  supplier: Choice(supplierId).nullable(),
  quantityPerUnit: z.string(),
  unitPrice: money(),
  unitsInStock: z.int(),
  unitsOnOrder: z.int(),
  reorderLevel: z.int(),
  discontinued: z.boolean(),
})
/** As many units as a product may have in stock. */
export const mostUnits = 1_000_000

export const ProductForm = z.object({
  number: z.int().min(1).max(999_999),
  name,
  categoryId,
  supplierId: supplierId.nullable().default(null),
  quantityPerUnit: optionalText(80),
  unitPrice: money().min(0).max(100_000_000, 'catalog:errors.unitPrice'),
  unitsInStock: z.int().min(0).max(mostUnits).default(0),
  unitsOnOrder: z.int().min(0).max(mostUnits).default(0),
  reorderLevel: z.int().min(0).max(mostUnits).default(0),
  discontinued: z.boolean().default(false),
})
/** What is in stock moves while a form is open, so it is corrected by itself. */
export const ProductChanges = ProductForm.omit({ unitsInStock: true })
/** By how many the stock is off: above 0 for goods that have come in, below for those that are gone. */
export const StockCorrection = z.object({
  units: z
    .int('catalog:errors.units')
    .min(-mostUnits)
    .max(mostUnits)
    .refine((units) => units !== 0, 'catalog:errors.units'),
})
export type Product = z.output<typeof Product>
export type ProductForm = z.output<typeof ProductForm>
export type ProductChanges = z.output<typeof ProductChanges>

export const CategoryList = listQuery(['name', '-name', 'products', '-products'])
export const SupplierList = listQuery(['name', '-name', 'country', '-country'])
export const ProductList = listQuery([
  'name',
  '-name',
  'number',
  '-number',
  'price',
  '-price',
  'stock',
  '-stock',
]).extend({
  category: categoryId.optional().catch(undefined),
  status: z.enum(['all', 'active', 'discontinued', 'low']).catch('all').default('all'),
})

const byId = { product: { id: productId }, category: { id: categoryId }, supplier: { id: supplierId } }

export const routes = defineRoutes('catalog', {
  listProducts: get('/products', { can: can.read, query: ProductList }),
  newProduct: get('/products/new', { can: can.edit }),
  createProduct: post('/products', { can: can.edit, body: ProductForm }),
  showProduct: get('/products/:id', { can: can.read, params: byId.product }),
  editProduct: get('/products/:id/edit', { can: can.edit, params: byId.product }),
  updateProduct: put('/products/:id', { can: can.edit, params: byId.product, body: ProductChanges }),
  correctStock: post('/products/:id/stock', { can: can.edit, params: byId.product, body: StockCorrection }),
  deleteProduct: del('/products/:id', { can: can.edit, params: byId.product }),

  listCategories: get('/categories', { can: can.read, query: CategoryList }),
  newCategory: get('/categories/new', { can: can.edit }),
  createCategory: post('/categories', { can: can.edit, body: CategoryForm }),
  showCategory: get('/categories/:id', { can: can.read, params: byId.category }),
  editCategory: get('/categories/:id/edit', { can: can.edit, params: byId.category }),
  updateCategory: put('/categories/:id', { can: can.edit, params: byId.category, body: CategoryForm }),
  deleteCategory: del('/categories/:id', { can: can.edit, params: byId.category }),

  listSuppliers: get('/suppliers', { can: can.read, query: SupplierList }),
  newSupplier: get('/suppliers/new', { can: can.edit }),
  createSupplier: post('/suppliers', { can: can.edit, body: SupplierForm }),
  showSupplier: get('/suppliers/:id', { can: can.read, params: byId.supplier }),
  editSupplier: get('/suppliers/:id/edit', { can: can.edit, params: byId.supplier }),
  updateSupplier: put('/suppliers/:id', { can: can.edit, params: byId.supplier, body: SupplierForm }),
  deleteSupplier: del('/suppliers/:id', { can: can.edit, params: byId.supplier }),

  apiProducts: get('/api/products', {
    can: can.read,
    query: ProductList,
    response: paged(Product),
    summary: 'List products, a page at a time',
  }),
})

/** What of a product's stock is spoken for. */
export const ClaimedStock = z.object({
  /** Set aside for orders. */
  reserved: z.int(),
  /** On back-order: asked for, and not there. */
  missing: z.int(),
})
export type ClaimedStock = z.output<typeof ClaimedStock>

const productChoices = { categories: z.array(Choice(categoryId)), suppliers: z.array(Choice(supplierId)) }

export const pages = definePages('catalog', {
  Products: page({ products: paged(Product), query: ProductList, categories: z.array(Choice(categoryId)) }),
  Product: page({ product: Product, claimed: ClaimedStock }),
  ProductForm: page({ product: Product.nullable(), ...productChoices }),
  Categories: page({ categories: paged(Category), query: CategoryList }),
  Category: page({ category: Category, products: z.array(Product).optional() }),
  CategoryForm: page({ category: Category.nullable() }),
  Suppliers: page({ suppliers: paged(Supplier), query: SupplierList }),
  Supplier: page({ supplier: Supplier, products: z.array(Product).optional() }),
  SupplierForm: page({ supplier: Supplier.nullable() }),
})

/** Products, for modules that sell them. */
export interface Catalog {
  findProduct(id: ProductId): Promise<Product | undefined>
  findProductByNumber(number: number): Promise<Product | undefined>
  /** The products with these ids, in no order; unknown ids are left out. */
  listProductsById(ids: readonly ProductId[]): Promise<readonly Product[]>
  /** Products that can be sold and whose name or number match, the best first. */
  searchProducts(text: string, limit: number): Promise<readonly Product[]>
}
export const catalog = service<Catalog>('catalog')

const orderId = typeid('ord')

/**
 * What is set aside for an order. Published for each open order that is placed or changed, and again whenever less or more
 * of it can be set aside; what is ordered and not reserved is on back-order. Its key is the order's id.
 */
export const stockReserved = event('catalog.stock-reserved', {
  version: 1,
  payload: z.object({
    orderId,
    lines: z.array(
      z.object({
        productId,
        ordered: z.int(),
        reserved: z.int(),
        /** Whether the product was removed before the stock heard of the order: nothing will be set aside. */
        gone: z.boolean().default(false),
      }),
    ),
  }),
})
