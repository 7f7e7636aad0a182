import { expect, test } from 'vitest'
import { proposeShipTo } from './ship-to.ts'

const empty = { shipName: '', shipAddress: '', shipCity: '', shipRegion: '', shipPostalCode: '', shipCountry: '' }
const anna = { ...empty, shipName: 'Anna', shipAddress: 'Quay 1', shipCity: 'Oslo' }
const bert = { ...empty, shipName: 'Bert', shipCity: 'Bergen', shipCountry: 'Norway' }

test('an address that is proposed fills what nobody has typed into', () => {
  expect(proposeShipTo(empty, empty, anna)).toEqual(anna)
  expect(proposeShipTo(anna, anna, bert)).toEqual(bert)
})

test('what a person has typed stays, before a customer is chosen and after', () => {
  const typed = { ...empty, shipAddress: 'Back door' }
  const filled = proposeShipTo(typed, empty, anna)
  expect(filled).toEqual({ ...anna, shipAddress: 'Back door' })
  expect(proposeShipTo(filled, anna, bert)).toEqual({ ...bert, shipAddress: 'Back door' })
})
