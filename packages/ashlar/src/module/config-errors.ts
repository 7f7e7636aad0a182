/** What can be wrong with the numbers of an app's configuration. */
import { AshlarError } from '../contract/errors.ts'

/** @param name its place: `database.poolSize`. */
export function configNumberInvalid(name: string, value: unknown, most: number): AshlarError {
  return new AshlarError(
    'ASH582',
    500,
    `${name} in app.config.ts is ${typeof value === 'number' ? value : JSON.stringify(value)}, which is no whole number from 1 to ${most}. Correct it, or leave it out.`,
    { details: { name } },
  )
}
