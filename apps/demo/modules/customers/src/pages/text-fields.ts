/** What is written of a customer where there is something to write, in the order of forms. */
export const optionalFields = [
  'contactName',
  'contactTitle',
  'address',
  'postalCode',
  'city',
  'region',
  'country',
  'phone',
  'email',
] as const

/** Everything that is written of a customer. */
export const textFields = ['name', 'code', ...optionalFields] as const
