/** Every error that the customers module can raise. The texts of fields are locale keys. */
import type { AshlarError } from 'ashlar/contract'
import { invalidFields } from 'ashlar/http'

export function customerCodeTaken(): AshlarError {
  return invalidFields({ code: 'customers:errors.codeTaken' })
}
