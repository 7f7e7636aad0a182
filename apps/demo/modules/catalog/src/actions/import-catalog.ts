/** Loads the catalog's part of the Northwind sample. A row that points nowhere is refused with its reason. */
import type { ImportHandler, ImportOutcome, RefusedRow } from 'ashlar'
import type { ProductForm } from '../contract.ts'
import type { CatalogStores } from '../domain/stores.ts'
import type { imports } from '../imports.ts'

type CatalogImports = { readonly [Key in keyof typeof imports]: ImportHandler<(typeof imports)[Key]> }

export function importCatalog(stores: CatalogStores): CatalogImports {
  return {
    categories: (rows, progress) =>
      takeEach(rows, progress, async ({ categoryID, categoryName, description }) => {
        if (await stores.categories.hasName(categoryName)) return `there is a category "${categoryName}" already`
        await stores.categories.insert({ name: categoryName, description, importNumber: categoryID })
        return undefined
      }),
    suppliers: (rows, progress) =>
      takeEach(rows, progress, async ({ supplierID, companyName, ...contact }) => {
        if (await stores.suppliers.hasName(companyName)) return `there is a supplier "${companyName}" already`
        await stores.suppliers.insert({ name: companyName, ...contact, importNumber: supplierID })
        return undefined
      }),
    products: (rows, progress) => importProducts(stores, rows, progress),
  }
}

const importProducts: (
  stores: CatalogStores,
  ...rest: Parameters<CatalogImports['products']>
) => Promise<ImportOutcome> = async (stores, rows, progress) => {
  const categories = await stores.categories.mapImportNumbers()
  const suppliers = await stores.suppliers.mapImportNumbers()
  const refused: RefusedRow[] = []
  const forms: ProductForm[] = []
  for (const { line, value } of rows) {
    const categoryId = categories.get(value.categoryID)
    const supplierId = value.supplierID === null ? null : suppliers.get(value.supplierID)
    if (categoryId === undefined)
      refused.push({ line, reason: `categoryID ${value.categoryID} is no imported category` })
    else if (supplierId === undefined) {
      refused.push({ line, reason: `supplierID ${value.supplierID} is no imported supplier` })
    } else if (await stores.products.hasNumber(value.productID)) {
      refused.push({ line, reason: `there is a product with number ${value.productID} already` })
    } else forms.push({ ...pickStock(value), number: value.productID, name: value.productName, categoryId, supplierId })
  }
  if (refused.length === 0) await stores.products.insertMany(forms)
  progress(rows.length)
  return { refused }
}

function pickStock<Row extends Pick<ProductForm, StockField>>(row: Row): Pick<ProductForm, StockField> {
  const { quantityPerUnit, unitPrice, unitsInStock, unitsOnOrder, reorderLevel, discontinued } = row
  return { quantityPerUnit, unitPrice, unitsInStock, unitsOnOrder, reorderLevel, discontinued }
}

type StockField = 'quantityPerUnit' | 'unitPrice' | 'unitsInStock' | 'unitsOnOrder' | 'reorderLevel' | 'discontinued'

/** Takes rows one after the other; `take` gives the reason for which it refuses one. */
async function takeEach<Row>(
  rows: readonly { readonly line: number; readonly value: Row }[],
  progress: (done: number) => void,
  take: (row: Row) => Promise<string | undefined>,
): Promise<ImportOutcome> {
  const refused: RefusedRow[] = []
  for (const [index, { line, value }] of rows.entries()) {
    const reason = await take(value)
    if (reason !== undefined) refused.push({ line, reason })
    progress(index + 1)
  }
  return { refused }
}
