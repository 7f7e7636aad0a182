import { expect, test } from 'vitest'
import { exceedsCredit } from './credit.ts'

test('an order may use up the limit to the cent, and not more', () => {
  const credit = { limit: 10_000, others: 4_000, before: 0 }
  expect(exceedsCredit({ ...credit, amount: 6_000 })).toBe(false)
  expect(exceedsCredit({ ...credit, amount: 6_001 })).toBe(true)
  expect(exceedsCredit({ ...credit, limit: null, amount: 2_000_000_000 })).toBe(false)
})

test('an order above a limit that was lowered since may get smaller, not larger', () => {
  const credit = { limit: 1_000, others: 5_000, before: 3_000 }
  expect(exceedsCredit({ ...credit, amount: 2_999 })).toBe(false)
  expect(exceedsCredit({ ...credit, amount: 3_000 })).toBe(false)
  expect(exceedsCredit({ ...credit, amount: 3_001 })).toBe(true)
})
