import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { defineCommand, type Resolvable, renderUsage, runCommand, type SubCommandsDef } from 'citty'
import { notACommand } from './errors.ts'
import { findPackageJson } from './package-json.ts'
import { printError, printLine } from './terminal/print.ts'

type Command = SubCommandsDef[string] extends Resolvable<infer AnyCommand> ? AnyCommand : never

/** Every command, loaded when it is the one asked for. */
const commands: SubCommandsDef = {
  dev: async () => (await import('./commands/dev.ts')).dev,
  build: async () => (await import('./commands/build.ts')).build,
  start: async () => (await import('./commands/start.ts')).start,
  db: async () => (await import('./commands/db/index.ts')).db,
  events: async () => (await import('./commands/events/index.ts')).events,
  history: async () => (await import('./commands/history/index.ts')).history,
  tenant: async () => (await import('./commands/tenant/index.ts')).tenant,
  user: async () => (await import('./commands/user/index.ts')).user,
  jobs: async () => (await import('./commands/jobs/index.ts')).jobs,
  schedules: async () => (await import('./commands/schedules/index.ts')).schedules,
  settings: async () => (await import('./commands/settings/index.ts')).settings,
  flags: async () => (await import('./commands/flags/index.ts')).flags,
  modules: async () => (await import('./commands/modules.ts')).modules,
  routes: async () => (await import('./commands/routes.ts')).routes,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  test: async () => (await import('./commands/test.ts')).test,
  graph: async () => (await import('./commands/graph.ts')).graph,
  contracts: async () => (await import('./commands/contracts.ts')).contracts,
  pack: async () => (await import('./commands/pack.ts')).pack,
}

const ashlar = defineCommand({
  meta: { name: 'ashlar', description: 'One app out of modules' },
  subCommands: commands,
})

/** Runs the `ashlar` command with the words after its name. A failure is told on standard error and ends with status 1. */
export async function runCli(words: readonly string[]): Promise<void> {
  process.stdout.on('error', endWhenUnread)
  try {
    if (words.length === 1 && (words[0] === '--version' || words[0] === '-v')) return await printVersion()
    if (words.length === 0 || asksForHelp(words)) return await printUsage(words)
    await runCommand(ashlar, { rawArgs: [...words] })
  } catch (error) {
    printError(isUsageError(error) ? notACommand(stripVTControlCharacters(error.message)) : error)
    process.exitCode = 1
  }
}

/** What follows `--` is for another program. */
function asksForHelp(words: readonly string[]): boolean {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
  return own.some((word) => word === '--help' || word === '-h')
}

/** Whoever reads the output may stop reading, as `head` does. */
function endWhenUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit()
}

async function printVersion(): Promise<void> {
  const packageJson = await findPackageJson(join(import.meta.dirname, '..'))
  printLine(packageJson?.version ?? 'unknown')
}

async function printUsage(words: readonly string[]): Promise<void> {
  let command: Command = ashlar
  for (const word of words) {
    const next = await findSubCommand(command, word)
    if (!next) break
    command = next
  }
  const usage = await renderUsage(command)
  printLine(process.stdout.isTTY ? usage : stripVTControlCharacters(usage))
}

async function findSubCommand(command: Command, word: string): Promise<Command | undefined> {
  const known = (await resolveOf(command.subCommands)) ?? {}
  return Object.hasOwn(known, word) ? resolveOf(known[word]) : undefined
}

async function resolveOf<Value>(value: Resolvable<Value> | undefined): Promise<Value | undefined> {
  return typeof value === 'function' ? await (value as () => Value | Promise<Value>)() : value
}

/** citty's own refusals: an unknown command, a missing argument. It exports no class to compare with. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'CLIError'
}
