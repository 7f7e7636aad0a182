/** The CSV file of the Northwind sample that holds customers: `ashlar db seed --from <folder>`. */
import { defineImports } from 'ashlar'
import { z } from 'zod'

const text = z
  .string()
  .nullable()
  .transform((value) => value ?? '')

export const imports = defineImports({
  customers: {
    file: 'customers.csv',
    row: z.object({
      customerID: z.string().regex(/^[A-Z0-9]{2,10}$/, 'Expected a code of 2 to 10 capital letters or digits.'),
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
})
