/** What can be wrong with what an app says about its database. */
import { AshlarError } from '../contract/errors.ts'

export function databaseConfigInvalid(name: string, value: unknown): AshlarError {
  return new AshlarError(
    'ASH582',
    500,
    `database.${name} in app.config.ts is ${JSON.stringify(value) ?? String(value)}, which is no whole number from 1 to 2147483647. Correct it, or leave it out.`,
    { details: { name } },
  )
}
