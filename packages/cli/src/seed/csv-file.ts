/** Reads CSV files: RFC 4180 in UTF-8, with or without a byte order mark, with either kind of line end. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { CsvError, InfoRecord } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { csvNotReadable } from '../errors.ts'

/** A cell: a bare `NULL` stands for a missing value, a quoted one for the word. */
export type Cell = string | null

/** A row as it stands in a file. */
export interface CsvRow {
  /** The line it begins on, counted from 1. */
  readonly line: number
  readonly cells: readonly Cell[]
}

export interface CsvFile {
  readonly header: readonly string[]
  readonly rows: readonly CsvRow[]
}

/**
 * Reads a whole CSV file.
 *
 * Rows with too few or too many cells are kept: whoever checks rows tells of them beside the other faults.
 *
 * @throws ASH533 when the file cannot be read, is not UTF-8, breaks the rules of quoting, or has no header.
 */
export async function readCsvFile(file: string): Promise<CsvFile> {
  const [header, ...rows] = parseRows(basename(file), await readText(file))
  if (!header) throw csvNotReadable(basename(file), 'it is empty, and a header line is needed')
  const names = header.cells.map((cell) => cell ?? 'NULL')
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) throw csvNotReadable(basename(file), `its header names the column "${repeated}" twice`)
  return { header: names, rows }
}

async function readText(file: string): Promise<string> {
  try {
    // The decoder drops a byte order mark.
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (cause) {
    const reason = cause instanceof TypeError ? 'it is not UTF-8 text' : `it cannot be opened (${reasonOf(cause)})`
    throw csvNotReadable(basename(file), reason, cause)
  }
}

interface ParsedRecord {
  readonly info: InfoRecord
  readonly record: Cell[]
}

function parseRows(name: string, text: string): CsvRow[] {
  let endOfLast = 0
  try {
    const records = parse(text, {
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      cast: (value, { quoting }) => (value === 'NULL' && !quoting ? null : value),
    }) as unknown as ParsedRecord[]
    return records.map(({ info, record }) => {
      // A quoted cell may hold line ends, so that `info.lines`, the last line of a row, is not where it begins.
      const lineEnds = record.reduce((sum, cell) => sum + (cell?.match(/\r\n|\r|\n/g)?.length ?? 0), 0)
      endOfLast = info.lines
      return { line: info.lines - lineEnds, cells: record }
    })
  } catch (cause) {
    const { lines } = cause as Partial<CsvError> & { lines?: number }
    throw csvNotReadable(name, `line ${lines ?? endOfLast + 1}: ${reasonOf(cause)}`, cause)
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
