import { join } from 'node:path'
import { type ResolvedDatabase, resolveDatabase, type StartStep } from '@ashlar/postgres'
import {
  bootRefused,
  type Environment,
  type FrameworkEnvironment,
  loadEnvironment,
  parseFrameworkEnvironment,
} from 'ashlar/runtime'
import { printLine, printWarning } from '../terminal/print.ts'
import { provideAppKey } from './app-key.ts'

/** What a command that touches the database works with. */
export interface CommandEnvironment {
  /** The environment of the process with the app's `.env` file below it, and with a key where the app needs none given. */
  readonly environment: Environment
  /** What the framework itself reads of it. */
  readonly values: FrameworkEnvironment
  readonly database: ResolvedDatabase
}

export interface PrepareOptions {
  readonly appFolder: string
  /** Whether the embedded server was asked for by name. */
  readonly embedded?: boolean | undefined
}

/**
 * Reads the environment of an app, and brings up its database.
 *
 * @throws ASH128 with everything in the environment that does not fit, and what `resolveDatabase` raises.
 */
export async function prepareEnvironment({ appFolder, embedded = false }: PrepareOptions): Promise<CommandEnvironment> {
  const environment = loadEnvironment(appFolder)
  const { values, problems } = parseFrameworkEnvironment(environment)
  if (!values) throw bootRefused(problems)
  const folder = join(appFolder, '.ashlar/postgres')
  const database = await resolveDatabase({ env: environment, folder, embedded, onProgress: printStep })
  for (const warning of database.warnings) printWarning(warning)
  const needsKey = database.kind === 'embedded' && environment.APP_KEY === undefined
  return {
    environment: needsKey ? { ...environment, APP_KEY: provideAppKey(appFolder) } : environment,
    values,
    database,
  }
}

/** The steps that take long enough for a person to wonder. */
const slowSteps: Partial<Record<StartStep, string>> = {
  'copying-binaries': 'Copying the programs of the embedded PostgreSQL to a place that its user can read…',
  initialising: 'Making the embedded PostgreSQL in .ashlar/postgres…',
}

function printStep(step: StartStep): void {
  const text = slowSteps[step]
  if (text !== undefined) printLine(text)
}
