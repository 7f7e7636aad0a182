import type { z } from 'zod'
import type { CompileProblem } from '../contract/errors.ts'

/** The columns of a row whose values a DTO's schema would not take. */
type Misfits<Dto extends z.ZodObject, Row> = {
  [Key in keyof z.input<Dto>]-?: Key extends keyof Row
    ? Row[Key] extends z.input<Dto>[Key]
      ? never
      : Key
    : undefined extends z.input<Dto>[Key]
      ? never
      : Key
}[keyof z.input<Dto>]

/** `true` when every field of the DTO can be filled from the row as it is; else a sentence that names the columns. */
export type RowFits<Dto extends z.ZodObject, Row> = [Misfits<Dto, Row>] extends [never]
  ? true
  : CompileProblem<`The row has no value that fits: ${Misfits<Dto, Row> & string}`>

/**
 * Asserts while compiling that rows of a table fit a DTO of the contract. It does nothing at run time.
 *
 * @example
 * assertRowFits<typeof Product, typeof product.$inferSelect>(true)
 */
export function assertRowFits<Dto extends z.ZodObject, Row>(_fits: RowFits<Dto, Row>): void {}
