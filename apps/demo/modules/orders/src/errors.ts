/** Every error that the orders module can raise. The texts of fields are locale keys. */
import { AshlarError } from 'ashlar/contract'
import { invalidFields } from 'ashlar/http'

export function customerUnknown(): AshlarError {
  return invalidFields({ customerId: 'orders:errors.customerUnknown' })
}

/** `line` is counted from 0, as forms name their fields. */
export function productUnknown(line: number): AshlarError {
  return invalidFields({ [`lines[${line}].productId`]: 'orders:errors.productUnknown' })
}

export function productDiscontinued(line: number): AshlarError {
  return invalidFields({ [`lines[${line}].productId`]: 'orders:errors.productDiscontinued' })
}

export function orderTooLarge(): AshlarError {
  return invalidFields({ lines: 'orders:errors.tooLarge' })
}

export function shipperUnknown(): AshlarError {
  return invalidFields({ shipperId: 'orders:errors.shipperUnknown' })
}

export function shippedBeforeOrdered(): AshlarError {
  return invalidFields({ shippedOn: 'orders:errors.shippedBeforeOrdered' })
}

export function alreadyShipped(number: number, shippedOn: string): AshlarError {
  return new AshlarError(
    'ORDERS_ALREADY_SHIPPED',
    409,
    `Order ${number} was shipped on ${shippedOn} and can no longer be changed. Take a new order instead.`,
    { details: { number, shippedOn } },
  )
}
