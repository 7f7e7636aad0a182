import type { CustomerChoice, Order } from '../contract.ts'

/** The fields of an address, as people fill them in. */
export const shipToFields = [
  'shipName',
  'shipAddress',
  'shipPostalCode',
  'shipCity',
  'shipRegion',
  'shipCountry',
] as const

/** Where an order goes. */
export type ShipTo = Pick<Order, (typeof shipToFields)[number]>

/** As a form holds it: any field may be missing. */
export type EnteredShipTo = { readonly [Field in keyof ShipTo]?: ShipTo[Field] | undefined }

/** The address of a customer. */
export function shipToOf(customer: CustomerChoice): ShipTo {
  return {
    shipName: customer.name,
    shipAddress: customer.address,
    shipCity: customer.city,
    shipRegion: customer.region,
    shipPostalCode: customer.postalCode,
    shipCountry: customer.country,
  }
}

/**
 * What the fields of an address hold once another one is proposed: what a person has typed stays.
 *
 * @param before what was proposed before, or stood there at first.
 */
export function proposeShipTo(entered: EnteredShipTo, before: EnteredShipTo, proposed: ShipTo): ShipTo {
  const fields = Object.keys(proposed) as (keyof ShipTo)[]
  const isTyped = (field: keyof ShipTo) => entered[field] && entered[field] !== before[field]
  return Object.fromEntries(
    fields.map((field) => [field, isTyped(field) ? entered[field] : proposed[field]]),
  ) as unknown as ShipTo
}
