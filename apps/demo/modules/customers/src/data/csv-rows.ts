import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { CsvError, type InfoRecord, parse } from 'csv-parse'
import type { FileRow } from '../domain/read-rows.ts'

interface ParsedRecord {
  readonly info: InfoRecord
  readonly record: readonly string[]
}

/** As many characters as a row may have: above that, a quotation mark has most likely been left open. */
export const longestRow = 100_000

const pieceBytes = 64_000

/** The line on which the first row begins that cannot be read. */
export interface BrokenCsv {
  readonly brokenLine: number
  /** Whether that row has more characters than a row may have. */
  readonly tooLong: boolean
}

/**
 * The first rows of a CSV text (RFC 4180), or the line at which it stops being one. Commas and semicolons may part the cells.
 *
 * It is read piece by piece, and whatever else the process has to do comes in between.
 */
export async function parseCsv(text: string, mostRows: number): Promise<{ readonly rows: FileRow[] } | BrokenCsv> {
  // One kind of line end, so that lines can be counted by it, within quotes too.
  const plain = text.replace(/\r\n?/g, '\n')
  const [firstLine = ''] = plain.split('\n', 1)
  let endOfLast = 0
  const parser = Readable.from(cutIntoPieces(plain)).pipe(
    parse({
      info: true,
      bom: true,
      delimiter: firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',',
      record_delimiter: '\n',
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: longestRow,
      to: mostRows,
      // Rows that were read before a broken one are not handed out any more.
      on_record(record: string[], { lines }: InfoRecord) {
        endOfLast = lines
        return record
      },
    }),
  )
  const rows: FileRow[] = []
  try {
    for await (const { info, record } of parser as AsyncIterable<ParsedRecord>) {
      // A quoted cell may hold line ends, so that the last line of a row is not where it begins.
      const lineEnds = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
      rows.push({ line: info.lines - lineEnds, cells: record })
    }
  } catch (cause) {
    return { brokenLine: endOfLast + 1, tooLong: cause instanceof CsvError && cause.code === 'CSV_MAX_RECORD_SIZE' }
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
