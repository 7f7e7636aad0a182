/** The CSV files of the Northwind sample that hold orders: `ashlar db seed --from <folder>`. */
import { defineImports } from 'ashlar'
import { z } from 'zod'

const text = z
  .string()
  .nullable()
  .transform((value) => value ?? '')
const wholeNumber = z.string().regex(/^\d+$/, 'Expected a whole number.').transform(Number)
/** `32.38` as cents. */
const amount = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'Expected an amount such as 32.38.')
  .transform((value) => Math.round(Number(value) * 100))
/** `1996-07-04 00:00:00.000` as `1996-07-04`. */
const day = z
  .string()
  .transform((value) => value.slice(0, 10))
  .pipe(z.iso.date('Expected a date such as 1996-07-04.'))

export const imports = defineImports({
  shippers: {
    file: 'shippers.csv',
    row: z.object({ shipperID: wholeNumber, companyName: z.string().min(1), phone: text }),
  },
  orders: {
    file: 'orders.csv',
    row: z.object({
      orderID: wholeNumber,
      customerID: z.string().min(1),
      orderDate: day,
      requiredDate: day.nullable(),
      shippedDate: day.nullable(),
      shipVia: wholeNumber.nullable(),
      freight: amount,
      shipName: text,
      shipAddress: text,
      shipCity: text,
      shipRegion: text,
      shipPostalCode: text,
      shipCountry: text,
    }),
  },
  lines: {
    file: 'order-details.csv',
    row: z.object({
      orderID: wholeNumber,
      productID: wholeNumber,
      unitPrice: amount,
      quantity: wholeNumber,
      discount: z
        .string()
        .regex(/^(0(\.\d+)?|1)$/, 'Expected a share from 0 to 1, such as 0.15.')
        .transform((value) => Math.round(Number(value) * 10_000) / 100),
    }),
  },
})
