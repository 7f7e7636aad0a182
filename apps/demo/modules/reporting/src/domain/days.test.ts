import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, dayAt, daysDue } from './days.ts'

test('a day of the desk begins at its own midnight, in summer and in winter', () => {
  expect(dayAt(new Date('2026-07-01T21:59:59Z'))).toBe('2026-07-01')
  expect(dayAt(new Date('2026-07-01T22:00:00Z'))).toBe('2026-07-02')
  expect(dayAt(new Date('2026-01-01T22:30:00Z'))).toBe('2026-01-01')
})

test('every day that is over is due once, as far back as is wanted', () => {
  const now = new Date('2026-03-30T00:30:00Z')
  expect(daysDue(now, undefined, 3)).toEqual(['2026-03-27', '2026-03-28', '2026-03-29'])
  expect(daysDue(now, '2026-03-28', 30)).toEqual(['2026-03-29'])
  expect(daysDue(now, '2026-03-29', 30)).toEqual([])
  expect(daysDue(now, '2020-01-01', 2)).toEqual(['2026-03-28', '2026-03-29'])
})

test('days follow each other without a gap, whatever the clocks do', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }), (now) => {
      const days = daysDue(now, undefined, 40)
      expect(days).toHaveLength(40)
      expect(addDays(days.at(-1) ?? '', 1)).toBe(dayAt(now))
      expect(new Set(days).size).toBe(40)
    }),
  )
})
