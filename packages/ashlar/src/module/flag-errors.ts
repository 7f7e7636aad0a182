/** Every error of what modules declare about flags. */
import { AshlarError } from '../contract/errors.ts'

export function flagUnknown(module: string, gated: string, flag: string): AshlarError {
  const owner = flag.slice(0, flag.indexOf('.'))
  return new AshlarError(
    'ASH542',
    500,
    `In module "${module}", ${gated} depends on the flag "${flag}", which no module that is on declares. Add it to flags in the definition of "${owner}", or switch that module on.`,
    { details: { module, gated, flag } },
  )
}

export function flagDeclaredTwice(module: string, flag: string): AshlarError {
  return new AshlarError(
    'ASH543',
    500,
    `Module "${module}" declares the flag "${flag}" twice. Remove one of them from its definition.`,
    { details: { module, flag } },
  )
}

/** Every error of this file, by name. The docs page and its test read this list. */
export const flagDeclarationErrors = { flagUnknown, flagDeclaredTwice }
