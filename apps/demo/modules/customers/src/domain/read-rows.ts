/** Reads a file of customers: which rows can be taken, and what is wrong with the others. */
import { z } from 'zod'
import { CustomerForm, highestCreditLimit, importLimits, type RefusedLine } from '../contract.ts'

/** A row as it stands in a file, by the line it begins on. */
export interface FileRow {
  readonly line: number
  readonly cells: readonly string[]
}

export interface ReadRows {
  readonly rows: readonly { readonly line: number; readonly form: CustomerForm }[]
  readonly refused: readonly RefusedLine[]
}

/** Gives the text of a key of the module. */
type Write = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** A row of a file: amounts are written as `500.00`, and an empty limit is none. */
const Row = CustomerForm.extend({
  creditLimit: z
    .string()
    .trim()
    .regex(/^(\d{1,8}(\.\d{1,2})?)?$/, 'customers:errors.amount')
    .transform((text) => (text === '' ? null : Math.round(Number(text) * 100)))
    .refine((cents) => cents === null || cents <= highestCreditLimit, 'customers:errors.amountTooLarge')
    .default(null),
})

/** Holds the rows of a file against what a customer may be. The first row names the columns. */
export function readRows([header, ...rows]: readonly FileRow[], write: Write): ReadRows {
  if (header === undefined) return { rows: [], refused: [{ line: 1, reason: write('import.nothing') }] }
  const { line, cells } = header
  if (cells.length > importLimits.columns) {
    return { rows: [], refused: [{ line, reason: write('import.columns', { most: importLimits.columns }) }] }
  }
  const columns = cells.map((cell) => findColumn(cell))
  const problem = findProblem(columns, rows.length, write)
  if (problem !== undefined) return { rows: [], refused: [{ line, reason: problem }] }
  const read = rows.map((row) => readRow(row, columns, write))
  const seen = new Set<string>()
  return {
    rows: read.flatMap((row) => ('form' in row ? [row] : [])),
    refused: read.flatMap((row) => {
      if ('reason' in row) return [row]
      const { line, form } = row
      if (seen.has(form.code)) return [{ line, reason: write('import.twice', { code: form.code }) }]
      seen.add(form.code)
      return []
    }),
  }
}

type Column = keyof CustomerForm | undefined

/** `Credit limit`, `credit_limit` and `creditLimit` are one column; one that nobody knows is left out. */
function findColumn(cell: string): Column {
  const plain = (name: string) => name.replace(/[\s_-]/g, '').toLowerCase()
  return (Object.keys(Row.shape) as (keyof CustomerForm)[]).find((name) => plain(name) === plain(cell))
}

function findProblem(columns: readonly Column[], rows: number, write: Write): string | undefined {
  for (const name of ['code', 'name'] as const) if (!columns.includes(name)) return write('import.noColumn', { name })
  const twice = columns.find((name, index) => name !== undefined && columns.indexOf(name) !== index)
  if (twice !== undefined) return write('import.columnTwice', { name: twice })
  if (rows === 0) return write('import.empty')
  return rows > importLimits.rows ? write('import.tooMany', { most: importLimits.rows }) : undefined
}

function readRow(
  { line, cells }: FileRow,
  columns: readonly Column[],
  write: Write,
): ReadRows['rows'][number] | RefusedLine {
  if (cells.length !== columns.length) {
    return { line, reason: write('import.cells', { count: cells.length, wanted: columns.length }) }
  }
  const named = columns.flatMap((name, index) => (name === undefined ? [] : [[name, cells[index]?.trim()] as const]))
  const result = Row.safeParse(Object.fromEntries(named))
  if (result.success) return { line, form: result.data }
  const reasons = result.error.issues.map((issue) => `${issue.path.join('.')}: ${describe(issue, write)}`)
  return { line, reason: reasons.join(' ') }
}

/** Lengths are told with their limit; all else says what is wrong by the key of a text. */
function describe(issue: z.core.$ZodIssue, write: Write): string {
  return issue.code === 'too_big' ? write('import.tooLong', { limit: Number(issue.maximum) }) : write(issue.message)
}
