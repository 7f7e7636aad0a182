import type { ImportDeclaration, ImportedRow, RefusedRow } from 'ashlar'
import { columnsMissing } from '../errors.ts'
import type { Cell, CsvFile, CsvRow } from './csv-file.ts'

/** The rows of a file, sorted by whether they pass the schema of their import. */
export interface CheckedRows {
  readonly rows: readonly ImportedRow<unknown>[]
  readonly refused: readonly RefusedRow[]
  /** How many rows had a comma in a cell without quotes, and could be read all the same. */
  readonly mended: number
}

type RowSchema = ImportDeclaration['row']

/**
 * Parses each row of a file by the schema of its import. Columns that the schema does not know are left out.
 *
 * @throws ASH532 when the header lacks a column that the schema cannot do without.
 */
export function checkRows(file: CsvFile, declaration: ImportDeclaration): CheckedRows {
  const columns = columnsOf(declaration.row)
  const missing = [...columns].filter(([name, schema]) => !file.header.includes(name) && isRequired(schema))
  if (missing.length > 0) {
    throw columnsMissing(
      declaration.file,
      missing.map(([name]) => name),
      file.header,
    )
  }
  const rows: ImportedRow<unknown>[] = []
  const refused: RefusedRow[] = []
  let mended = 0
  for (const row of file.rows) {
    const cells = row.cells.length > file.header.length ? joinCells(row.cells) : row.cells
    const result = parseRow(file.header, { ...row, cells }, columns, declaration.row)
    if ('reason' in result) refused.push(result)
    else rows.push(result)
    if (cells.length < row.cells.length && !('reason' in result)) mended += 1
  }
  return { rows, refused, mended }
}

/**
 * Joins the cells of a row that has too many of them: `Pavlova, Ltd.` without its quotes is two cells.
 *
 * The comma of a sentence is followed by a space, the comma between cells is not. The row is still refused when that
 * does not give it the right number of cells.
 */
function joinCells(cells: readonly Cell[]): readonly Cell[] {
  const joined: Cell[] = []
  for (const cell of cells) {
    const last = joined.at(-1)
    if (cell?.startsWith(' ') && typeof last === 'string') joined[joined.length - 1] = `${last},${cell}`
    else joined.push(cell)
  }
  return joined
}

function parseRow(
  header: readonly string[],
  { line, cells }: CsvRow,
  columns: ReadonlyMap<string, RowSchema>,
  schema: RowSchema,
): ImportedRow<unknown> | RefusedRow {
  if (cells.length !== header.length) {
    const hint = cells.length > header.length ? '; a cell with a comma needs quotes' : ''
    return { line, reason: `it has ${cells.length} cells, where the header has ${header.length}${hint}` }
  }
  const named = header.map((name, index) => [name, cells[index]] as const)
  const result = schema.safeParse(Object.fromEntries(named.filter(([name]) => columns.size === 0 || columns.has(name))))
  if (result.success) return { line, value: result.data }
  return { line, reason: result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ') }
}

/** The columns of an object schema. Empty for a schema that says nothing of columns: every one is passed on then. */
function columnsOf(schema: RowSchema): ReadonlyMap<string, RowSchema> {
  const shape = 'shape' in schema ? (schema.shape as Readonly<Record<string, RowSchema>>) : {}
  return new Map(Object.entries(shape))
}

function isRequired(schema: RowSchema): boolean {
  return !schema.safeParse(undefined).success
}
