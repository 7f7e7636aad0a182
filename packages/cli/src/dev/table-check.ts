/** Tells whether tables and migrations have parted, in a process of its own: the comparison loads a good deal. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from '../run-node.ts'

/** Whether a source file declares tables, as far as its imports tell. */
export function declaresTables(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').includes('/pg-core')
  } catch {
    return false
  }
}

/** The ids of the modules whose tables differ from their last snapshot. None when the app cannot be read. */
export async function findStaleModules(appFolder: string): Promise<readonly string[]> {
  const command = join(import.meta.dirname, '../../bin/ashlar.js')
  const { stdout } = await runNode([command, 'db', 'diff', '--json'], appFolder)
  try {
    const found = JSON.parse(stdout) as readonly { readonly module: string; readonly status: string }[]
    return found.filter(({ status }) => status !== 'unchanged').map(({ module }) => module)
  } catch {
    return []
  }
}
