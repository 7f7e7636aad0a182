/** Every error that reading and switching flags can raise. */
import { AshlarError } from '../contract/errors.ts'

export function flagRulesInvalid(flag: string, reason: string): AshlarError {
  return new AshlarError(
    'ASH544',
    422,
    `The rules for the flag "${flag}" make no sense: ${reason}. Give everybody, tenants, roles, users or percent, and no tenant, role or user twice.`,
    { details: { flag } },
  )
}

export function flagOfOtherModule(module: string, flag: string): AshlarError {
  return new AshlarError(
    'ASH545',
    500,
    `Module "${module}" switches the flag "${flag}", which its definition does not list. Add it to flags, or let the module it belongs to switch it.`,
    { details: { module, flag } },
  )
}

export function flagUndeclared(flag: string, known: readonly string[]): AshlarError {
  const remedy = known.length === 0 ? 'No module that is on has flags.' : `There are ${known.join(', ')}.`
  return new AshlarError('ASH546', 404, `There is no flag "${flag}". ${remedy} Correct the name.`, {
    details: { flag, known },
  })
}

/** Every error of this folder, by name. The docs page and its test read this list. */
export const flagErrors = { flagRulesInvalid, flagOfOtherModule, flagUndeclared }
