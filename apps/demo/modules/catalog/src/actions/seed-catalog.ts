import type { CategoryForm, ProductForm, SupplierForm } from '../contract.ts'
import { demoCategories, demoProducts, demoSuppliers } from '../data/demo-data.ts'
import type { CatalogStores } from '../domain/stores.ts'

/** Fills an empty catalog with the stock of a small wholesaler of writing and drawing goods. */
export async function seedCatalog(stores: CatalogStores): Promise<void> {
  if (!(await stores.products.isEmpty())) return
  const categoryIds = new Map<string, ProductForm['categoryId']>()
  for (const [name, description] of Object.entries(demoCategories)) {
    const category: CategoryForm = { name, description }
    categoryIds.set(name, await stores.categories.insert(category))
  }
  const supplierIds = new Map<string, NonNullable<ProductForm['supplierId']>>()
  for (const supplier of demoSuppliers) {
    supplierIds.set(supplier.name, await stores.suppliers.insert({ ...noAddress, ...supplier }))
  }
  await stores.products.insertMany(
    demoProducts.map(([number, name, category, supplier, quantityPerUnit, unitPrice, unitsInStock, reorderLevel]) => ({
      number,
      name,
      categoryId: known(categoryIds, category),
      supplierId: known(supplierIds, supplier),
      quantityPerUnit,
      unitPrice,
      unitsInStock,
      unitsOnOrder: unitsInStock < reorderLevel ? reorderLevel : 0,
      reorderLevel,
      discontinued: false,
    })),
  )
}

const noAddress: Omit<SupplierForm, 'name'> = {
  contactName: '',
  contactTitle: '',
  address: '',
  city: '',
  region: '',
  postalCode: '',
  country: '',
  phone: '',
}

function known<Id>(ids: ReadonlyMap<string, Id>, name: string): Id {
  const id = ids.get(name)
  if (id === undefined) throw new TypeError(`The demo data names "${name}", which it does not define.`)
  return id
}
