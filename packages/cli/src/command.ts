import { type ArgsDef, type CommandContext, type CommandDef, defineCommand } from 'citty'
import { unknownOption } from './errors.ts'

/** A command of `ashlar`. */
export interface AshlarCommand<Args extends ArgsDef> {
  /** The words after `ashlar`: `db migrate`. */
  readonly name: string
  readonly description: string
  readonly args?: Args
  readonly run: (context: CommandContext<Args>) => Promise<void> | void
}

/** Declares a command that refuses options it does not know, so that a mistyped one is never silently ignored. */
export function defineAshlarCommand<const Args extends ArgsDef>(command: AshlarCommand<Args>): CommandDef<Args> {
  return defineCommand<Args>({
    meta: { name: `ashlar ${command.name}`, description: command.description },
    ...(command.args ? { args: command.args } : {}),
    run: async (context) => {
      assertKnownOptions(command.name, command.args ?? {}, context.args)
      await command.run(context)
    },
  })
}

function assertKnownOptions(name: string, declared: ArgsDef, given: object): void {
  const options = Object.entries(declared).filter(([, { type }]) => type !== 'positional')
  const known = new Set(
    Object.entries(declared).flatMap(([key, definition]) => [key, camelCase(key), ...aliasesOf(definition)]),
  )
  const stranger = Object.keys(given).find((key) => key !== '_' && !known.has(key))
  if (stranger !== undefined) {
    throw unknownOption(
      name,
      stranger,
      options.map(([key]) => key),
    )
  }
}

function aliasesOf(definition: ArgsDef[string]): readonly string[] {
  const alias = 'alias' in definition ? definition.alias : undefined
  return Array.isArray(alias) ? alias : alias === undefined ? [] : [alias]
}

function camelCase(words: string): string {
  return words.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())
}
