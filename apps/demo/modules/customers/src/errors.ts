/** Every error that the customers module can raise. The texts of fields are locale keys. */
import { AshlarError } from 'ashlar/contract'
import { invalidFields } from 'ashlar/http'

export function customerCodeTaken(): AshlarError {
  return invalidFields({ code: 'customers:errors.codeTaken' })
}

/** The code was free for others while its customer was deleted. */
export function customerCodeTakenMeanwhile(): AshlarError {
  return invalidFields({ code: 'customers:errors.codeTakenMeanwhile' })
}

/** Stands at the field that the event names the customer by, so that whoever publishes it can show it in the form. */
export function creditExceeded(amounts: {
  readonly limit: number | null
  readonly others: number
  readonly amount: number
}): AshlarError {
  return new AshlarError(
    'CUSTOMERS_CREDIT_EXCEEDED',
    422,
    "The order is more than the customer's credit limit leaves. Ship or cancel an open order, or raise the limit.",
    { details: { ...amounts, fields: { customerId: 'customers:errors.creditExceeded' } } },
  )
}

export function fileNotText(): AshlarError {
  return invalidFields({ file: 'customers:errors.fileText' })
}
