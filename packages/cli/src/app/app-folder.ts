import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { noAppHere } from '../errors.ts'

/** The file names of an app's configuration, the first choice first. */
const configFiles = ['app.config.ts', 'app.config.js']

/**
 * The folder of the app that a command works on: the nearest one upwards with a package.json beside an app.config.ts.
 *
 * @throws ASH500 when there is none.
 */
export function getAppFolder(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && findConfigFile(folder)) return folder
    if (dirname(folder) === folder) throw noAppHere(from)
  }
}

/** The configuration file of an app folder. */
export function findConfigFile(folder: string): string | undefined {
  return configFiles.map((name) => join(folder, name)).find((file) => existsSync(file))
}
