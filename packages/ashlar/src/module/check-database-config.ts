import type { AshlarError } from '../contract/errors.ts'
import { longestMs } from '../time/longest-ms.ts'
import type { AppConfig } from './app-config.ts'
import { databaseConfigInvalid } from './database-errors.ts'

/** Each number under `database` that is none, or that PostgreSQL would not take. */
export function checkDatabaseConfig({ database = {} }: AppConfig): AshlarError[] {
  return Object.entries(database)
    .filter(([, value]) => !Number.isInteger(value) || value < 1 || value > longestMs)
    .map(([name, value]) => databaseConfigInvalid(name, value))
}
