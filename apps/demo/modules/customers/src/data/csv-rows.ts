import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import { CsvError, type InfoRecord, parse } from 'csv-parse'
import type { FileRow } from '../domain/read-rows.ts'

/** As many characters as a row may have: above that, a quotation mark has most likely been left open. */
export const longestRow = 100_000

const pieceBytes = 64_000

export interface ParsedCsv {
  readonly rows: readonly FileRow[]
  /** The row that cannot be read, by the line that it begins on, when there is one: nothing is read behind it. */
  readonly broken?: {
    readonly line: number
    /** Whether it has more characters than a row may have. */
    readonly tooLong: boolean
  }
}

/**
 * The first rows of a CSV text (RFC 4180), up to where it stops being one. Commas and semicolons may part the cells.
 *
 * It is read piece by piece, and whatever else the process has to do comes in between.
 */
export async function parseCsv(text: string, mostRows: number): Promise<ParsedCsv> {
  // One kind of line end, so that lines can be counted by it, within quotes too.
  const plain = text.replace(/\r\n?/g, '\n')
  const [firstLine = ''] = plain.split('\n', 1)
  const rows: FileRow[] = []
  let endOfLast = 0
  const parser = Readable.from(cutIntoPieces(plain)).pipe(
    parse({
      bom: true,
      delimiter: firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',',
      record_delimiter: '\n',
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: longestRow,
      to: mostRows,
      // Taken as they are read: the stream lets go of those that stand before a broken one.
      on_record(cells: string[], { lines }: InfoRecord) {
        // A quoted cell may hold line ends, so that the last line of a row is not where it begins.
        const lineEnds = cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
        rows.push({ line: lines - lineEnds, cells })
        endOfLast = lines
        return cells
      },
    }),
  )
  try {
    await finished(parser.resume(), { writable: false })
  } catch (cause) {
    const tooLong = cause instanceof CsvError && cause.code === 'CSV_MAX_RECORD_SIZE'
    return { rows, broken: { line: endOfLast + 1, tooLong } }
  }
  return { rows }
}

async function* cutIntoPieces(text: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    yield bytes.subarray(start, start + pieceBytes)
    await setImmediate()
  }
}
