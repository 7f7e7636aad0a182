import { withDatabase } from '../../database/with-database.ts'
import { embeddedOption } from '../db/embedded-option.ts'

/** What every command about the history takes. */
export const historyArgs = {
  ...embeddedOption,
  json: { type: 'boolean', description: 'Print the outcome as JSON' },
} as const

/** Reads the history of the app around the folder of the command, as the owner of the database: it belongs to many tenants. */
export function withHistory<Result>(
  embedded: boolean | undefined,
  work: (connection: { readonly ownerUrl: string }) => Promise<Result>,
): Promise<Result> {
  return withDatabase({ from: process.cwd(), embedded }, ({ database }) => work({ ownerUrl: database.ownerUrl }))
}
