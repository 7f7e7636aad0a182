import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** What the commands make for themselves; git ignores it. */
export const workFolder = join(root, '.ashlar')

/** The folder of the app that `npm start` serves. */
export const demoFolder = join(root, 'apps', 'demo')
