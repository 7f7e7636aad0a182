import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDecimal } from './decimal.ts'

test.each([
  ['en', '1,234.5', 1234.5],
  ['en', '12,345,678', 12_345_678],
  ['en', '12,50', Number.NaN],
  ['en', '1,2345', Number.NaN],
  ['en', ',500', Number.NaN],
  ['en', '1234,567', Number.NaN],
  ['en', '1.234,5', Number.NaN],
  ['en', '-1,234', -1234],
  ['en', ' .5 ', 0.5],
  ['en', ' ', undefined],
  ['en', 'x', Number.NaN],
  ['en-IN', '12,34,567.8', 1_234_567.8],
  ['de', '1.234,5', 1234.5],
  ['de', '12.50', Number.NaN],
  ['de', '12,50', 12.5],
  ['fr', '1 234,5', 1234.5],
])('in %s %j is %d', (language, text, number) => {
  expect(parseDecimal(text, language)).toBe(number)
})

test('whatever a language writes it reads', () => {
  const languages = fc.constantFrom('en', 'en-IN', 'de', 'de-CH', 'fr', 'es', 'sv')
  fc.assert(
    fc.property(languages, fc.nat(2_000_000_000), (language, cents) => {
      const text = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(cents / 100)
      expect(parseDecimal(text, language)).toBe(cents / 100)
    }),
  )
})
