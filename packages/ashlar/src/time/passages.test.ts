import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findNextPassage, listPassages, type Span } from './passages.ts'

const zones = [
  'UTC',
  'Europe/Berlin',
  'Africa/Cairo',
  'America/Havana',
  'America/Santiago',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'America/St_Johns',
  'Australia/Lord_Howe',
]
const spans: readonly Span[] = ['hour', 'day', 'week', 'month', 'quarter', 'year']

const shown = (span: Span, zone: string, after: string, until: string) =>
  listPassages(span, zone, new Date(after), new Date(until)).map(
    ({ period, until: end }) => `${period} ${end.toISOString()}`,
  )

test('days end at midnight of their zone, also when that midnight is skipped or comes twice', () => {
  expect(shown('day', 'Europe/Berlin', '2026-03-27T12:00Z', '2026-03-30T12:00Z')).toEqual([
    '2026-03-27 2026-03-27T23:00:00.000Z',
    '2026-03-28 2026-03-28T23:00:00.000Z',
    '2026-03-29 2026-03-29T22:00:00.000Z',
  ])
  // Clocks go from 24:00 of the 23rd to 01:00 of the 24th.
  expect(shown('day', 'Africa/Cairo', '2026-04-22T23:00Z', '2026-04-25T12:00Z')).toEqual([
    '2026-04-23 2026-04-23T22:00:00.000Z',
    '2026-04-24 2026-04-24T21:00:00.000Z',
  ])
  expect(shown('day', 'America/Havana', '2026-10-31T12:00Z', '2026-11-02T12:00Z')).toEqual([
    '2026-10-31 2026-11-01T04:00:00.000Z',
    '2026-11-01 2026-11-02T05:00:00.000Z',
  ])
})

test('an hour that comes twice passes twice, and each has a name of its own', () => {
  expect(shown('hour', 'Europe/Berlin', '2026-10-25T00:00Z', '2026-10-25T02:00Z')).toEqual([
    '2026-10-25T02:00+02:00 2026-10-25T01:00:00.000Z',
    '2026-10-25T02:00+01:00 2026-10-25T02:00:00.000Z',
  ])
  expect(shown('hour', 'Asia/Kathmandu', '2026-01-01T00:00Z', '2026-01-01T00:30Z')).toEqual([
    '2026-01-01T05:00+05:45 2026-01-01T00:15:00.000Z',
  ])
})

test('longer stretches are called as people call them', () => {
  const name = (span: Span, at: string) => findNextPassage(span, 'UTC', new Date(at)).period
  expect(['2026-01-01', '2027-01-03', '2027-01-04'].map((at) => name('week', `${at}T00:00Z`))).toEqual([
    '2026-W01',
    '2026-W53',
    '2027-W01',
  ])
  expect(name('month', '2026-12-31T23:59Z')).toBe('2026-12')
  expect(name('quarter', '2026-05-01T00:00Z')).toBe('2026-Q2')
  expect(name('year', '2026-05-01T00:00Z')).toBe('2026')
})

test('whatever the zone, stretches follow each other without a gap, from the first moment after another on', () => {
  const moment = fc.date({
    min: new Date('2011-12-20T00:00Z'),
    max: new Date('2040-01-01T00:00Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(fc.constantFrom(...spans), fc.constantFrom(...zones), moment, (span, zone, at) => {
      const first = findNextPassage(span, zone, at)
      const second = findNextPassage(span, zone, first.until)
      expect(first.until.getTime()).toBeGreaterThan(at.getTime())
      expect(first.from.getTime()).toBeLessThanOrEqual(at.getTime())
      expect(second.from).toEqual(first.until)
      expect(second.period > first.period || span === 'hour').toBe(true)
      expect(findNextPassage(span, zone, new Date(first.until.getTime() - 1))).toEqual(first)
      expect(findNextPassage(span, zone, first.from)).toEqual(first)
    }),
    { numRuns: 600 },
  )
})
