/** The CSV files of the Northwind sample that the catalog loads: `ashlar db seed --from <folder>`. */
import { defineImports } from 'ashlar'
import { z } from 'zod'

const text = z
  .string()
  .nullable()
  .transform((value) => value ?? '')
const wholeNumber = z.string().regex(/^\d+$/, 'Expected a whole number.').transform(Number)
/** `18.00` or `18.5` as cents. */
const price = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'Expected a price such as 18.00.')
  .transform((value) => Math.round(Number(value) * 100))

export const imports = defineImports({
  categories: {
    file: 'categories.csv',
    row: z.object({ categoryID: wholeNumber, categoryName: z.string().min(1), description: text }),
  },
  suppliers: {
    file: 'suppliers.csv',
    row: z.object({
      supplierID: wholeNumber,
      companyName: z.string().min(1),
      contactName: text,
      contactTitle: text,
      address: text,
      city: text,
      region: text,
      postalCode: text,
      country: text,
      phone: text,
    }),
  },
  products: {
    file: 'products.csv',
    row: z.object({
      productID: wholeNumber,
      productName: z.string().min(1),
      supplierID: wholeNumber.nullable(),
      categoryID: wholeNumber,
      quantityPerUnit: text,
      unitPrice: price,
      unitsInStock: wholeNumber,
      unitsOnOrder: wholeNumber,
      reorderLevel: wholeNumber,
      discontinued: z.enum(['0', '1']).transform((value) => value === '1'),
    }),
  },
})
