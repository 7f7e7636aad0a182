import { expect, test } from 'vitest'
import { readRows } from './read-rows.ts'

const write = (key: string, values: object = {}) => [key, ...Object.values(values)].join(' ')
const rowsOf = (...rows: readonly (readonly string[])[]) => rows.map((cells, index) => ({ line: index + 1, cells }))

test('columns are known however they are written, in any order, and others are left out', () => {
  const { rows, refused } = readRows(
    rowsOf(['Name', 'Fax', 'CREDIT LIMIT', 'code'], [' Anna ', '12', '500.5', 'anna'], ['Bert', '', '', 'BERT']),
    write,
  )
  expect(refused).toEqual([])
  expect(rows).toMatchObject([
    { line: 2, form: { code: 'ANNA', name: 'Anna', creditLimit: 50_050, city: '' } },
    { line: 3, form: { code: 'BERT', creditLimit: null } },
  ])
})

test('each line that cannot be taken is told with everything that is wrong with it', () => {
  const { refused } = readRows(
    rowsOf(
      ['code', 'name', 'email', 'creditLimit'],
      ['A!', '', 'x', '12,50'],
      ['BERT', 'Bert', '', ''],
      ['bert', 'Bert again', '', ''],
      ['CARL', 'Carl'],
    ),
    write,
  )
  expect(refused.map(({ line }) => line)).toEqual([2, 4, 5])
  expect(refused[0]?.reason).toBe(
    'code: customers:errors.code name: customers:errors.name email: customers:errors.email creditLimit: customers:errors.amount',
  )
  expect(refused[1]?.reason).toBe('import.twice BERT')
  expect(refused[2]?.reason).toBe('import.cells 2 4')
})

test('what no column holds is told in the words of the app', () => {
  const { refused } = readRows(
    rowsOf(
      ['code', 'name', 'phone', 'email', 'credit limit'],
      ['BIG', 'Big', '', '', '99999999.99'],
      ['MOST', 'Most', '', '', '20000000.00'],
      ['LONG', 'x'.repeat(121), '1'.repeat(41), `${'x'.repeat(60)}@${`${'x'.repeat(60)}.`.repeat(3)}test`, ''],
    ),
    write,
  )
  expect(refused).toEqual([
    { line: 2, reason: 'creditLimit: customers:errors.amountTooLarge' },
    { line: 4, reason: 'name: import.tooLong 120 phone: import.tooLong 40 email: import.tooLong 200' },
  ])
})

test('a file that cannot be one of customers is refused at its first line', () => {
  const reasonOf = (...rows: readonly (readonly string[])[]) => readRows(rowsOf(...rows), write).refused
  expect(reasonOf()).toEqual([{ line: 1, reason: 'import.nothing' }])
  expect(reasonOf(['code', 'city'])).toEqual([{ line: 1, reason: 'import.noColumn name' }])
  expect(reasonOf(Array(201).fill(''))).toEqual([{ line: 1, reason: 'import.columns 200' }])
  const row = ['AB', 'Anna']
  expect(reasonOf(['code', 'name'], ...Array(20_001).fill(row))).toEqual([{ line: 1, reason: 'import.tooMany 20000' }])
  expect(reasonOf(['code', 'name'])).toEqual([{ line: 1, reason: 'import.empty' }])
  expect(reasonOf(['code', 'name', 'Code'], ['A1', 'A', 'A1'])).toEqual([
    { line: 1, reason: 'import.columnTwice code' },
  ])
})
