import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { parseCsv } from './csv-rows.ts'

const rowsOf = async (text: string, mostRows = 100) => {
  const parsed = await parseCsv(text, mostRows)
  if ('brokenLine' in parsed) throw new Error(`It broke at line ${parsed.brokenLine}`)
  return parsed.rows
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
  expect(await parseCsv(`a\nb\n"${'x\n'.repeat(200_000)}`, 100)).toEqual({ brokenLine: 3, tooLong: true })
  expect(await parseCsv(`a\n${'x'.repeat(200_000)}`, 100)).toEqual({ brokenLine: 2, tooLong: true })
})

test('where a quotation mark stays open, the line is told that its row begins on', async () => {
  expect(await parseCsv('a\n"b\nc"\nd,"open\nand\nmore', 100)).toEqual({ brokenLine: 4, tooLong: false })
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
