/** The environment of the process: the one place that reads `process.env`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { AshlarError } from '../contract/errors.ts'
import { environmentFileUnreadable, environmentInvalid } from './errors.ts'
import type { Environment } from './read-settings.ts'

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const roles = ['all', 'web', 'worker', 'scheduler'] as const
const highestPort = 65_535

const databaseUrl = z
  .string('a URL such as postgres://user:password@host:5432/database')
  .refine((value) => /^postgres(ql)?:\/\//i.test(value) && URL.canParse(value), {
    error: 'a URL such as postgres://user:password@host:5432/database',
  })
  .optional()

/** Each schema's message says what the variable may be, never what it is: a database URL holds a password. */
const FrameworkEnvironment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production'], 'development, test or production').default('development'),
  PORT: z
    .string()
    .regex(/^\d+$/, `a port from 0 to ${highestPort}`)
    .transform(Number)
    .refine((port) => port <= highestPort, `a port from 0 to ${highestPort}`)
    .default(3000),
  /** The address to listen on. */
  HOST: z.string().default('127.0.0.1'),
  /** The app's own origin, as its users see it. */
  APP_URL: z
    .string()
    .refine(isOrigin, 'an origin such as https://shop.example, without a path')
    .transform((value) => new URL(value).origin)
    .optional(),
  /** What the process does: answer requests, work in the background, keep the schedules, or all of it. */
  APP_ROLE: z.enum(roles, `one of ${roles.join(', ')}`).default('all'),
  /** The database as the app's own role sees it. */
  DATABASE_URL: databaseUrl,
  /** The database as the role that owns the tables sees it; migrations run there. */
  DATABASE_OWNER_URL: databaseUrl,
  LOG_LEVEL: z.enum(logLevels, `one of ${logLevels.join(', ')}`).default('info'),
})

/** What the framework itself reads from the environment. */
export type FrameworkEnvironment = z.output<typeof FrameworkEnvironment>

/** The variables that the framework itself reads. */
export const frameworkVariables: readonly string[] = Object.keys(FrameworkEnvironment.shape)

/** The environment of this process, as it is now. */
export function processEnvironment(): Environment {
  return { ...process.env }
}

/**
 * The environment of this process, with the app's `.env` file below it: a variable that is set already keeps its value.
 *
 * @throws ASH204 when the file is there and cannot be read.
 */
export function loadEnvironment(appFolder: string): Environment {
  const file = join(appFolder, '.env')
  if (existsSync(file)) {
    try {
      process.loadEnvFile(file)
    } catch (cause) {
      throw environmentFileUnreadable(file, cause)
    }
  }
  return processEnvironment()
}

/** Parses what the framework itself reads from the environment; all problems come together. An empty variable counts as absent. */
export function parseFrameworkEnvironment(environment: Environment): {
  readonly values: FrameworkEnvironment | undefined
  readonly problems: readonly AshlarError[]
} {
  const given = Object.fromEntries(frameworkVariables.map((name) => [name, environment[name] || undefined]))
  const result = FrameworkEnvironment.safeParse(given)
  if (result.success) return { values: result.data, problems: [] }
  const problems = result.error.issues.map(({ path, message }) => environmentInvalid(path.join('.'), message))
  return { values: undefined, problems }
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, pathname, search, hash, username } = new URL(value)
  return /^https?:$/.test(protocol) && pathname === '/' && search === '' && hash === '' && username === ''
}
