/** The routes of the catalog: from the request to an action or a query, and back to a page. */
import type { RouteHandlers } from 'ashlar'
import { notFound, redirect } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import type { AllotNeeds } from './actions/allot.ts'
import { correctStock } from './actions/correct-stock.ts'
import { removeCategory } from './actions/remove-category.ts'
import { removeProduct } from './actions/remove-product.ts'
import { removeSupplier } from './actions/remove-supplier.ts'
import { saveCategory } from './actions/save-category.ts'
import { addProduct, changeProduct } from './actions/save-product.ts'
import { saveSupplier } from './actions/save-supplier.ts'
import {
  type Category,
  type CategoryId,
  type Product,
  type ProductId,
  pages,
  routes,
  type Supplier,
  type SupplierId,
} from './contract.ts'
import type { CatalogStores } from './domain/stores.ts'

const done = (message: string) => ({ flash: { kind: 'success', message: `catalog:flash.${message}` } }) as const

export interface CatalogRouteNeeds extends CatalogStores, AllotNeeds {}

/** Handles every route of the contract. */
export function createCatalogRoutes(needs: CatalogRouteNeeds): RouteHandlers<typeof routes> {
  const { products, stock, categories, suppliers } = needs

  const listChoices = async () => ({
    categories: await categories.listChoices(),
    suppliers: await suppliers.listChoices(),
  })

  async function getProduct(id: ProductId): Promise<Product> {
    const product = await products.find(id)
    if (!product) throw notFound('product')
    return product
  }

  async function getCategory(id: CategoryId): Promise<Category> {
    const category = await categories.find(id)
    if (!category) throw notFound('category')
    return category
  }

  async function getSupplier(id: SupplierId): Promise<Supplier> {
    const supplier = await suppliers.find(id)
    if (!supplier) throw notFound('supplier')
    return supplier
  }

  return {
    listProducts: ({ query }) =>
      render(pages.Products, {
        products: () => products.list(query),
        query,
        categories: () => categories.listChoices(),
      }),
    apiProducts: ({ query }) => products.list(query),
    showProduct: async ({ params }) =>
      render(pages.Product, {
        product: await getProduct(params.id),
        claimed: await stock.sumOfProduct(params.id),
      }),
    newProduct: async () => render(pages.ProductForm, { product: null, ...(await listChoices()) }),
    editProduct: async ({ params }) =>
      render(pages.ProductForm, { product: await getProduct(params.id), ...(await listChoices()) }),
    createProduct: async ({ body }) => {
      const id = await addProduct(needs, body)
      return redirect(routes.showProduct({ id }), done('productAdded'))
    },
    updateProduct: async ({ params, body }) => {
      await changeProduct(needs, body, params.id)
      return redirect(routes.showProduct({ id: params.id }), done('productChanged'))
    },
    correctStock: async ({ params, body }) => {
      await correctStock(needs, params.id, body.units)
      return redirect(routes.showProduct({ id: params.id }), done('stockCorrected'))
    },
    deleteProduct: async ({ params }) => {
      await removeProduct(needs, params.id)
      return redirect(routes.listProducts(), done('productRemoved'))
    },

    listCategories: ({ query }) => render(pages.Categories, { categories: () => categories.list(query), query }),
    showCategory: async ({ params }) =>
      render(pages.Category, {
        category: await getCategory(params.id),
        products: await products.listOfCategory(params.id),
      }),
    newCategory: () => render(pages.CategoryForm, { category: null }),
    editCategory: async ({ params }) => render(pages.CategoryForm, { category: await getCategory(params.id) }),
    createCategory: async ({ body }) => {
      const id = await saveCategory(categories, body)
      return redirect(routes.showCategory({ id }), done('categoryAdded'))
    },
    updateCategory: async ({ params, body }) => {
      await saveCategory(categories, body, params.id)
      return redirect(routes.showCategory({ id: params.id }), done('categoryChanged'))
    },
    deleteCategory: async ({ params }) => {
      await removeCategory(categories, params.id)
      return redirect(routes.listCategories(), done('categoryRemoved'))
    },

    listSuppliers: ({ query }) => render(pages.Suppliers, { suppliers: () => suppliers.list(query), query }),
    showSupplier: async ({ params }) =>
      render(pages.Supplier, {
        supplier: await getSupplier(params.id),
        products: await products.listOfSupplier(params.id),
      }),
    newSupplier: () => render(pages.SupplierForm, { supplier: null }),
    editSupplier: async ({ params }) => render(pages.SupplierForm, { supplier: await getSupplier(params.id) }),
    createSupplier: async ({ body }) => {
      const id = await saveSupplier(suppliers, body)
      return redirect(routes.showSupplier({ id }), done('supplierAdded'))
    },
    updateSupplier: async ({ params, body }) => {
      await saveSupplier(suppliers, body, params.id)
      return redirect(routes.showSupplier({ id: params.id }), done('supplierChanged'))
    },
    deleteSupplier: async ({ params }) => {
      await removeSupplier(suppliers, params.id)
      return redirect(routes.listSuppliers(), done('supplierRemoved'))
    },
  }
}
