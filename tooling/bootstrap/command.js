/** What all commands share: an exit code, and one friendly line instead of a stack when something cannot be had. */
import { diskFull, Interrupted, notWritable, SetupError } from './setup-error.js'

/**
 * Runs a command and leaves its exit code with the process.
 *
 * @param {() => Promise<number>} main answers the exit code
 */
export async function runCommand(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    process.exitCode = explain(error)
  }
}

/** Says what stopped a command and answers its exit code. What nobody expects keeps its stack. */
export function explain(error) {
  if (error instanceof Interrupted) {
    process.stderr.write(`\n${error.message}\n`)
    return error.exitCode
  }
  const known = error instanceof SetupError ? error : findSetupError(error)
  process.stderr.write(`\n${known ? known.message : (error?.stack ?? error)}\n`)
  return 1
}

const refusals = new Set(['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR'])

/** What the system refuses while a command sets things up is a matter of the checkout's folder or of the disk. */
function findSetupError({ code, path }) {
  if (path && refusals.has(code)) return notWritable({ path, reason: code })
  return code === 'ENOSPC' || code === 'EDQUOT' ? diskFull() : undefined
}
