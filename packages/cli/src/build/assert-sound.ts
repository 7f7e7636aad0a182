import { diagnose } from '@ashlar/doctor'
import { buildRefused } from '../errors.ts'

/**
 * Holds an app to the rules that those who use it rely on, before anything of it is built.
 *
 * @throws ASH916 with every breach, ASH860 when doctor.json, which may let some pass, cannot be read.
 */
export async function assertSound(appFolder: string): Promise<void> {
  const { findings } = await diagnose({ folder: appFolder, atBoot: true })
  const errors = findings.filter(({ level }) => level === 'error')
  if (errors.length > 0) throw buildRefused(errors)
}
