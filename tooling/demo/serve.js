import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ending, passSignals } from '../bootstrap/run.js'

const stopWithParent = pathToFileURL(join(import.meta.dirname, 'stop-with-parent.js')).href

/**
 * Runs a server until it ends and answers its exit code.
 *
 * A Ctrl-C reaches every program of a terminal's process group, and npm repeats it. A server takes the second signal for
 * impatience, so it gets a group of its own and is told once. It stops when this process is killed, too.
 */
export async function serve(node, args, options) {
  const ownGroup = process.platform !== 'win32'
  const child = spawn(node, ['--import', stopWithParent, ...args], {
    ...options,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: ownGroup,
  })
  const passing = passSignals(child, { fromTerminal: !ownGroup })
  const { code, error } = await ending(child)
  passing.stop()
  if (error) throw error
  return code
}
