/** Every error that the texts of an app can raise. */
import { AshlarError } from '../contract/errors.ts'

/** A locale file is not JSON, or holds something else than texts. */
export function localeFileInvalid(file: string, reason: string): AshlarError {
  return new AshlarError(
    'ASH800',
    500,
    `The locale file ${file} cannot be read: ${reason} It must be a JSON object of texts, in objects to any depth.`,
    { details: { file } },
  )
}
