import type { z } from 'zod'

/** A CSV file that a module knows how to load. */
export interface ImportDeclaration<Row extends z.ZodType = z.ZodType> {
  /** The name of the file in the folder that is loaded, such as `products.csv`. */
  readonly file: string
  /** The schema of one row: an object of strings, by column; `NULL` arrives as `null`. Unknown columns are ignored. */
  readonly row: Row
}

/** The CSV files of one module, by name. Files load in this order, after those of the modules it needs. */
export type Imports = Readonly<Record<string, ImportDeclaration>>

/** A row that passed its schema, and where it stood. */
export interface ImportedRow<Row> {
  /** The line in the file, counted from 1. */
  readonly line: number
  readonly value: Row
}

/** A row that cannot be taken, and why. */
export interface RefusedRow {
  readonly line: number
  readonly reason: string
}

/** What came of a file. With a single refused row nothing of the file is kept. */
export interface ImportOutcome {
  readonly refused: readonly RefusedRow[]
}

/** Loads the rows of one file, in one transaction. Call `progress` with the number of rows done. */
export type ImportHandler<Declaration extends ImportDeclaration> = (
  rows: readonly ImportedRow<z.output<Declaration['row']>>[],
  progress: (done: number) => void,
) => Promise<ImportOutcome>

/** Declares the CSV files a module loads with `ashlar db seed --from <folder>`. */
export function defineImports<const Declarations extends Imports>(declarations: Declarations): Declarations {
  return Object.freeze(declarations)
}
