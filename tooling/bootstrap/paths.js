import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toolMissing } from './setup-error.js'

/** The folder of the repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** What the commands make for themselves; git ignores it. */
export const workFolder = join(root, '.ashlar')

/** The lock under which things are set up. */
export const setupLock = join(workFolder, 'setup.lock')

/** The folder of the app that `npm start` serves. */
export const demoFolder = join(root, 'apps', 'demo')

/** The lockfile and the manifest of something that is brought along. */
export const toolchainFolder = (name) => join(root, 'tooling', 'toolchain', name)

/** The script behind a command of an installed package: run by Node itself, it starts alike on every platform. */
export function toolScript(packageName, command) {
  const folder = join(root, 'node_modules', packageName)
  try {
    const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return join(folder, typeof bin === 'string' ? bin : bin[command])
  } catch {
    throw toolMissing(packageName)
  }
}
