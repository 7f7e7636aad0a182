import type { ImportHandler, RefusedRow } from 'ashlar'
import type { CustomerForm } from '../contract.ts'
import type { CustomerStore } from '../domain/customer-store.ts'
import type { imports } from '../imports.ts'

/** Loads the customers of the Northwind sample; a code that is there already is refused. */
export function importCustomers(customers: CustomerStore): ImportHandler<(typeof imports)['customers']> {
  return async (rows, progress) => {
    const refused: RefusedRow[] = []
    const forms = new Map<string, CustomerForm>()
    for (const { line, value } of rows) {
      const { customerID: code, companyName: name, ...contact } = value
      if (forms.has(code) || (await customers.hasCode(code))) {
        refused.push({ line, reason: `there is a customer with the code ${code} already` })
      } else forms.set(code, { code, name, ...contact, email: '', creditLimit: null })
    }
    if (refused.length === 0) await customers.insertMany([...forms.values()])
    progress(rows.length)
    return { refused }
  }
}
