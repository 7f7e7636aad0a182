import type { MonthSales } from '../contract.ts'

/** The first day of the first of some months that end with that of a day: `2026-03-01`. */
export function firstMonth(today: string, months: number): string {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return new Date(Date.UTC(year, month - months)).toISOString().slice(0, 10)
}

/** Months in a row from a first day on; those that nothing is known of have sold nothing. */
export function fillMonths(since: string, count: number, known: readonly MonthSales[]): MonthSales[] {
  const [year = 0, month = 1] = since.split('-').map(Number)
  return Array.from({ length: count }, (_, index) => {
    const name = new Date(Date.UTC(year, month - 1 + index)).toISOString().slice(0, 7)
    return known.find((each) => each.month === name) ?? { month: name, orders: 0, amount: 0 }
  })
}
