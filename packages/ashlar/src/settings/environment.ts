/** The environment of the process: the one place that reads `process.env`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { AshlarError } from '../contract/errors.ts'
import { environmentFileUnreadable, environmentInvalid } from './errors.ts'
import { parseRoles, rolesExpected } from './process-role.ts'
import type { Environment } from './read-settings.ts'

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const highestPort = 65_535
const mostWorkers = 64
const leastMemoryMb = 64
const mostMemoryMb = 1_048_576

const databaseUrl = z
  .string('a URL such as postgres://user:password@host:5432/database')
  .refine((value) => /^postgres(ql)?:\/\//i.test(value) && URL.canParse(value), {
    error: 'a URL such as postgres://user:password@host:5432/database',
  })
  .optional()

function wholeNumber(least: number, most: number, what = 'a whole number') {
  const expected = `${what} from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d+$/, expected)
    .transform(Number)
    .refine((value) => value >= least && value <= most, expected)
}

/** Each schema's message says what the variable may be, never what it is: a database URL holds a password. */
const FrameworkEnvironment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production'], 'development, test or production').default('development'),
  PORT: wholeNumber(0, highestPort, 'a port').default(3000),
  /** The address to listen on. */
  HOST: z.string().default('127.0.0.1'),
  /** The app's own origin, as its users see it. */
  APP_URL: z
    .string()
    .refine(isOrigin, 'an origin such as https://shop.example, without a path')
    .transform((value) => new URL(value).origin)
    .optional(),
  /** What the process does: answer requests, work in the background, keep the schedules, or all of it. */
  APP_ROLE: z
    .string()
    .default('all')
    .transform((text, { addIssue }) => {
      const roles = parseRoles(text)
      if (roles === undefined) addIssue(rolesExpected)
      return roles ?? z.NEVER
    }),
  /** How many processes of their own deliver events and run jobs, kept running by the one that is started. */
  APP_WORKERS: wholeNumber(0, mostWorkers).default(0),
  /** The largest heap of such a process, in MiB. */
  APP_WORKER_MEMORY_MB: wholeNumber(leastMemoryMb, mostMemoryMb).optional(),
  /** The database as the app's own role sees it. */
  DATABASE_URL: databaseUrl,
  /** Copies of the database to read from, separated by spaces. */
  DATABASE_REPLICA_URL: z
    .string()
    .refine(
      (urls) =>
        urls
          .trim()
          .split(/\s+/)
          .every((url) => databaseUrl.safeParse(url).success),
      {
        error: 'URLs such as postgres://user:password@host:5432/database, separated by spaces',
      },
    )
    .optional(),
  /** The database as the role that owns the tables sees it; migrations run there. */
  DATABASE_OWNER_URL: databaseUrl,
  /** Encrypts what is kept as a secret, and whatever else a module signs with it. */
  APP_KEY: z.string().min(32, 'at least 32 random characters').optional(),
  /** Keys that were `APP_KEY` before, separated by commas: what they have encrypted can still be opened. */
  APP_KEYS_OLD: z
    .string()
    .refine(
      (keys) => keys.split(',').every((key) => key.trim().length >= 32),
      'keys of at least 32 characters, separated by commas',
    )
    .optional(),
  /** What a collector of metrics has to send; without it no metrics are kept. */
  METRICS_TOKEN: z.string().min(16, 'at least 16 random characters').optional(),
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
