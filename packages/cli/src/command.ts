import { type ArgsDef, type CommandContext, type CommandDef, defineCommand } from 'citty'
import { tooManyWords, unknownOption } from './errors.ts'

/** A command of `ashlar`. */
export interface AshlarCommand<Args extends ArgsDef> {
  /** The words after `ashlar`: `db migrate`. */
  readonly name: string
  readonly description: string
  readonly args?: Args
  /** Whether it takes as many words as it is given. @default false */
  readonly manyWords?: boolean
  readonly run: (context: CommandContext<Args>) => Promise<void> | void
}

/** Declares a command that refuses options and words it does not know, so that none is silently ignored. */
export function defineAshlarCommand<const Args extends ArgsDef>(command: AshlarCommand<Args>): CommandDef<Args> {
  return defineCommand<Args>({
    meta: { name: `ashlar ${command.name}`, description: command.description },
    ...(command.args ? { args: command.args } : {}),
    run: async (context) => {
      assertKnownOptions(command.name, command.args ?? {}, context.args)
      if (command.manyWords !== true) assertKnownWords(command.name, command.args ?? {}, context.args._)
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

function assertKnownWords(name: string, declared: ArgsDef, given: readonly string[]): void {
  const taken = Object.values(declared).filter(({ type }) => type === 'positional').length
  if (given.length > taken) throw tooManyWords(name, given.slice(taken), taken)
}

function aliasesOf(definition: ArgsDef[string]): readonly string[] {
  const alias = 'alias' in definition ? definition.alias : undefined
  return Array.isArray(alias) ? alias : alias === undefined ? [] : [alias]
}

function camelCase(words: string): string {
  return words.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())
}
