import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allotStock } from './stock.ts'

const sum = (numbers: readonly number[]) => numbers.reduce((left, right) => left + right, 0)

test('what is there goes to those who came first, and the rest waits', () => {
  const claims = [
    { ordered: 3, reserved: 0 },
    { ordered: 4, reserved: 0 },
    { ordered: 2, reserved: 0 },
  ]
  expect(allotStock(5, claims)).toEqual([3, 2, 0])
})

test('what was promised to a later order is not taken away by an earlier one that wants more', () => {
  const claims = [
    { ordered: 5, reserved: 2 },
    { ordered: 3, reserved: 3 },
  ]
  expect(allotStock(6, claims)).toEqual([3, 3])
})

test('a stock is never promised twice, nothing lies idle while somebody waits, and promises hold while they can', () => {
  const claim = fc
    .record({ ordered: fc.nat(50), reserved: fc.nat(50) })
    .map(({ ordered, reserved }) => ({ ordered, reserved: Math.min(ordered, reserved) }))
  fc.assert(
    fc.property(fc.nat(300), fc.array(claim, { maxLength: 12 }), (onHand, claims) => {
      const allotted = allotStock(onHand, claims)
      const wanted = sum(claims.map(({ ordered }) => ordered))
      const promised = sum(claims.map(({ reserved }) => reserved))
      expect(sum(allotted)).toBe(Math.min(onHand, wanted))
      claims.forEach(({ ordered, reserved }, index) => {
        expect(allotted[index]).toBeLessThanOrEqual(ordered)
        if (promised <= onHand) expect(allotted[index]).toBeGreaterThanOrEqual(reserved)
      })
      const again = claims.map(({ ordered }, index) => ({ ordered, reserved: allotted[index] ?? 0 }))
      expect(allotStock(onHand, again)).toEqual(allotted)
    }),
  )
})
