import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineTotal, orderTotals } from './totals.ts'

test('a discount is taken off and rounded to the cent', () => {
  expect(lineTotal({ unitPrice: 999, quantity: 3, discount: 15 })).toBe(2547)
  expect(lineTotal({ unitPrice: 1450, quantity: 2, discount: 100 })).toBe(0)
})

test('lines add up to the total, whatever they are', () => {
  const line = fc.record({
    unitPrice: fc.integer({ min: 0, max: 1_000_000 }),
    quantity: fc.integer({ min: 1, max: 1000 }),
    discount: fc.integer({ min: 0, max: 100 }),
  })
  fc.assert(
    fc.property(fc.array(line), fc.nat(100_000), (lines, freight) => {
      const totals = orderTotals(lines, freight)
      const sum = lines.map(lineTotal).reduce((left, right) => left + right, 0)
      expect(totals.total).toBe(sum + freight)
      expect(totals.discounts).toBeGreaterThanOrEqual(0)
    }),
  )
})
