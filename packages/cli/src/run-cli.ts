import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { defineCommand, type Resolvable, renderUsage, runCommand, type SubCommandsDef } from 'citty'
import { argumentsWrong, notACommand, outputNotWritten } from './errors.ts'
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
  process.stdout.on('error', endUnheard)
  try {
    if (words.length === 1 && (words[0] === '--version' || words[0] === '-v')) return await printVersion()
    const { command, name, next, known } = await findCommand(words)
    if (words.length === 0 || asksForHelp(words)) return await printUsage(command)
    if (known !== undefined) throw notACommand(name, next, known)
    await runNamed(name, words)
  } catch (error) {
    printError(error)
    process.exitCode = 1
  }
}

async function runNamed(name: string, words: readonly string[]): Promise<void> {
  try {
    await runCommand(ashlar, { rawArgs: [...words] })
  } catch (error) {
    throw isUsageError(error) ? argumentsWrong(name, stripVTControlCharacters(error.message).replace(/\.$/, '')) : error
  }
}

/** What follows `--` is for another program. */
function asksForHelp(words: readonly string[]): boolean {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
  return own.some((word) => word === '--help' || word === '-h')
}

/** Whoever reads the output may stop reading, as `head` does; anything else that keeps it from being written is a failure. */
function endUnheard(error: NodeJS.ErrnoException): never {
  if (error.code === 'EPIPE') process.exit()
  printError(outputNotWritten(error))
  process.exit(1)
}

async function printVersion(): Promise<void> {
  const packageJson = await findPackageJson(join(import.meta.dirname, '..'))
  printLine(packageJson?.version ?? 'unknown')
}

async function printUsage(command: Command): Promise<void> {
  const usage = await renderUsage(command)
  printLine(process.stdout.isTTY ? usage : stripVTControlCharacters(usage))
}

interface FoundCommand {
  readonly command: Command
  /** The words that lead to it: `ashlar events list`. */
  readonly name: string
  /** The word that leads no further. */
  readonly next?: string | undefined
  /** The words that would lead further; none for a command that does something itself. */
  readonly known?: readonly string[]
}

/** Goes as far as the words lead. */
async function findCommand(words: readonly string[]): Promise<FoundCommand> {
  const own = words.slice(0, words.includes('--') ? words.indexOf('--') : words.length)
  let command: Command = ashlar
  let name = 'ashlar'
  for (const word of [...own.filter((each) => !each.startsWith('-')), undefined]) {
    const known = await resolveOf(command.subCommands)
    if (known === undefined) break
    const next = word !== undefined && Object.hasOwn(known, word) ? await resolveOf(known[word]) : undefined
    if (next === undefined) return { command, name, next: word, known: Object.keys(known) }
    command = next
    name = `${name} ${word}`
  }
  return { command, name }
}

async function resolveOf<Value>(value: Resolvable<Value> | undefined): Promise<Value | undefined> {
  return typeof value === 'function' ? await (value as () => Value | Promise<Value>)() : value
}

/** citty's own refusals: an unknown command, a missing argument. It exports no class to compare with. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'CLIError'
}
