/** What the command says: facts on standard output, one a line; problems on standard error. */
import { styleText } from 'node:util'
import { AshlarError } from 'ashlar/contract'

/** Says one fact. */
export function printLine(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Prints a text that ends its last line itself. */
export function printText(text: string): void {
  process.stdout.write(text)
}

/** Says that a step is done. */
export function printDone(text: string): void {
  printLine(`${styleText('green', '✓')} ${text}`)
}

/** Says something that needs attention but stops nothing. */
export function printWarning(text: string): void {
  process.stderr.write(`${styleText('yellow', '!', { stream: process.stderr })} ${text}\n`)
}

/** Says what went wrong: the sentence of an expected error, the whole stack of a defect. */
export function printError(error: unknown): void {
  printFailure(describeError(error))
}

/** Says what went wrong, in the words that are given. */
export function printFailure(text: string): void {
  process.stderr.write(`${styleText('red', '✗', { stream: process.stderr })} ${text}\n`)
}

/** An error in words for a person. */
export function describeError(error: unknown): string {
  if (error instanceof AshlarError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Prints a value for another program to read. */
export function printJson(value: unknown): void {
  printLine(JSON.stringify(value, null, 2))
}

/** Prints what is known of one thing, a line each; what is `null` is left out. */
export function printFacts(facts: object): void {
  const known = Object.entries(facts).filter(([, value]) => value !== null)
  const width = Math.max(...known.map(([name]) => name.length))
  for (const [name, value] of known) printLine(`${name.padEnd(width)} ${formatFact(value)}`)
}

function formatFact(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Prints rows below their headings, each column as wide as its widest cell. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const format = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  printLine(styleText('dim', format(headings)))
  for (const row of rows) printLine(format(row))
}

/** Those remarks that apply, for the last cell of a row. */
export function joinRemarks(...remarks: readonly (string | false)[]): string {
  return remarks.filter((remark) => remark !== false).join(', ')
}

/** A number of bytes in words: `12.3 kB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(2)} MB`
}

/** A duration in words: `340 ms`, `2.1 s`. */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

/** A count with its noun: `1 module`, `3 modules`, `2 deliveries`. */
export function formatCount(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`
  return `${count} ${noun.replace(/y$/, 'ie')}s`
}
