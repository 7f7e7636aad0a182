import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { parseCsv } from './csv-rows.ts'

const rowsOf = async (text: string, mostRows = 100) => {
  const { rows, broken } = await parseCsv(text, mostRows)
  expect(broken).toBeUndefined()
  return rows
}

test.each(['\n', '\r\n', '\r'])('a row is told by the line it begins on, whatever ends its lines: %j', async (end) => {
  const text = ['a,b', '1,"x', 'y', 'z"', '', '2,"é"', '3,'].join(end)
  expect((await rowsOf(text)).map(({ line, cells: [first] }) => [line, first])).toEqual([
    [1, 'a'],
    [2, '1'],
    [6, '2'],
    [7, '3'],
  ])
})

test('no more rows are read than are asked for, and no row that a quotation mark left open', async () => {
  expect(await rowsOf('a\n'.repeat(1_000_000), 3)).toHaveLength(3)
  const open = await parseCsv(`a\nb\n"${'x\n'.repeat(200_000)}`, 100)
  expect(open.broken).toEqual({ line: 3, tooLong: true })
  const long = await parseCsv(`a\n${'x'.repeat(200_000)}`, 100)
  expect(long.broken).toEqual({ line: 2, tooLong: true })
})

test('where a quotation mark stays open, the line is told that its row begins on, and the rows before it', async () => {
  expect(await parseCsv('a\n"b\nc"\nd,"open\nand\nmore', 100)).toEqual({
    rows: [
      { line: 1, cells: ['a'] },
      { line: 2, cells: ['b\nc'] },
    ],
    broken: { line: 4, tooLong: false },
  })
})

test('a large file leaves turns to everything else', async () => {
  let turns = 0
  let parsing = true
  const others = (async () => {
    for (; parsing; turns += 1) await setImmediate()
  })()
  await rowsOf(','.repeat(1_000_000))
  parsing = false
  await others
  expect(turns).toBeGreaterThan(10)
})
