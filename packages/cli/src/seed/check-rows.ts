import type { ImportDeclaration, ImportedRow, RefusedRow } from 'ashlar'
import { columnsMissing } from '../errors.ts'
import type { CsvFile, CsvRow } from './csv-file.ts'

/** The rows of a file, sorted by whether they pass the schema of their import. */
export interface CheckedRows {
  readonly rows: readonly ImportedRow<unknown>[]
  readonly refused: readonly RefusedRow[]
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
  for (const row of file.rows) {
    const result = parseRow(file.header, row, columns, declaration.row)
    if ('reason' in result) refused.push(result)
    else rows.push(result)
  }
  return { rows, refused }
}

function parseRow(
  header: readonly string[],
  { line, cells }: CsvRow,
  columns: ReadonlyMap<string, RowSchema>,
  schema: RowSchema,
): ImportedRow<unknown> | RefusedRow {
  if (cells.length !== header.length) {
    return { line, reason: `it has ${cells.length} cells, where the header has ${header.length}` }
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
