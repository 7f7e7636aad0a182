/** A log whose lines cannot be written for a while: a pipe that is full takes the part of the disk. */
import { spawnSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLogOutput, type LogOutput } from '../src/serve/log-output.ts'

let folder: string
let reader: number
let writer: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ashlar-log-'))
  const pipe = join(folder, 'pipe')
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0)
  reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
  writer = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK)
})
afterEach(() => {
  closeSync(writer)
  rmSync(folder, { recursive: true })
})

const lineOf = (number: number) => `${JSON.stringify({ number, padding: 'ß'.repeat(100) })}\n`

/** Reads until everything is written and read. */
function readAll(output: LogOutput): readonly { readonly number?: number }[] {
  const chunks: Buffer[] = []
  const piece = Buffer.alloc(1 << 16)
  for (let written = false; ; ) {
    try {
      const length = readSync(reader, piece)
      chunks.push(Buffer.from(piece.subarray(0, length)))
    } catch {
      if (written) break
      written = output.flushSync()
    }
  }
  return Buffer.concat(chunks)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

test('lines wait until there is room, and come whole and in order', () => {
  let lost = 0
  const output = createLogOutput(writer, (lines) => {
    lost += lines
  })
  for (let number = 0; number < 2_000; number += 1) output.write(lineOf(number))
  expect(output.flushSync()).toBe(false)
  expect(readAll(output).map(({ number }) => number)).toEqual(Array.from({ length: 2_000 }, (_, number) => number))
  expect(lost).toBe(0)
  closeSync(reader)
})

test('what is too much to wait is lost by whole lines, and counted', () => {
  const lost: number[] = []
  const output = createLogOutput(writer, (lines) => lost.push(lines))
  for (let number = 0; number < 20_000; number += 1) output.write(lineOf(number))
  expect(lost).toEqual([])
  const kept = readAll(output).map(({ number }) => number)
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, number) => number))
  expect(lost).toEqual([20_000 - kept.length])
  closeSync(reader)
})

test('a log that nobody reads any more holds nobody up', () => {
  const output = createLogOutput(writer, () => undefined)
  closeSync(reader)
  for (let number = 0; number < 20_000; number += 1) output.write(lineOf(number))
  expect(output.flushSync()).toBe(true)
})
