import { diagnose } from './diagnose.ts'
import { modulesUnsound } from './errors.ts'

export interface VerifyModulesOptions {
  /** The codes to look for. @default all */
  readonly only?: readonly string[]
}

/**
 * Holds the project around a folder to every rule, for use in its tests: one failure with every breach in it.
 *
 * @example
 * test('the walls hold', () => verifyModules(import.meta.dirname))
 *
 * @throws ASH865 when anything is found that is an error and not known.
 */
export async function verifyModules(folder: string, options: VerifyModulesOptions = {}): Promise<void> {
  const { findings } = await diagnose({ folder, ...options })
  const errors = findings.filter(({ level }) => level === 'error')
  if (errors.length > 0) throw modulesUnsound(errors)
}
