/** What travels to PostgreSQL and what comes back. */
import type { CustomTypesConfig, FieldDef } from 'pg'
import type { StatementOrigin } from './errors.ts'
import type { RowView } from './row-view.ts'

/** How values of the types a statement returns become JavaScript values. */
export type TypeParsers = CustomTypesConfig

/** One statement with its values. */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
  /** The name it is prepared under on each connection; `undefined` runs it unprepared. */
  readonly preparedAs: string | undefined
  /** Whether a row is an array of values, as Drizzle reads it, or an object by column name. */
  readonly rowsAs: 'arrays' | 'objects'
  /** @default the parsers of pg */
  readonly types?: TypeParsers
  readonly origin: StatementOrigin
  /** Which rows it sees. @default those that the request sees */
  readonly view?: RowView | undefined
}

/** What a statement returned. */
export interface StatementResult {
  /** The first word of PostgreSQL's completion message, such as `INSERT`. */
  readonly command: string
  /** How many rows it returned or changed; `null` where that has no meaning. */
  readonly rowCount: number | null
  readonly rows: readonly unknown[]
  readonly fields: readonly FieldDef[]
}
