import { expect, test } from 'vitest'
import { fillMonths, firstMonth } from './months.ts'

test('twelve months end with that of today, across the turn of a year', () => {
  expect(firstMonth('2026-03-31', 12)).toBe('2025-04-01')
  expect(firstMonth('2026-12-01', 12)).toBe('2026-01-01')
  expect(firstMonth('2026-01-15', 1)).toBe('2026-01-01')
})

test('a month without sales is told as one, and nothing outside of the months is', () => {
  const known = [
    { month: '2025-12', orders: 2, amount: 500 },
    { month: '2025-10', orders: 1, amount: 100 },
  ]
  expect(fillMonths('2025-11-01', 3, known)).toEqual([
    { month: '2025-11', orders: 0, amount: 0 },
    { month: '2025-12', orders: 2, amount: 500 },
    { month: '2026-01', orders: 0, amount: 0 },
  ])
})
