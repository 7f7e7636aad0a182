/** The environment of the process: the one place that reads `process.env`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { AshlarError } from '../contract/errors.ts'
import { environmentInvalid } from './errors.ts'
import type { Environment } from './read-settings.ts'

const FrameworkEnvironment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).catch('development'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** The app's own origin, as its users see it. */
  APP_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.string().min(1).optional(),
  DATABASE_OWNER_URL: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})
export type FrameworkEnvironment = z.output<typeof FrameworkEnvironment>

/** The environment of this process, with the app's `.env` file below it. */
export function loadEnvironment(appFolder: string): Environment {
  const file = join(appFolder, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
  return process.env
}

/** Parses what the framework itself reads from the environment. */
export function parseFrameworkEnvironment(environment: Environment): {
  readonly values: FrameworkEnvironment | undefined
  readonly problems: readonly AshlarError[]
} {
  const result = FrameworkEnvironment.safeParse(environment)
  if (result.success) return { values: result.data, problems: [] }
  const problems = result.error.issues.map(({ path, message }) => environmentInvalid(path.join('.'), `${message}.`))
  return { values: undefined, problems }
}
