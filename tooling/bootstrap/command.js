/** What all commands share: an exit code, and one friendly line instead of a stack when something cannot be had. */
import { Interrupted, SetupError } from './setup-error.js'

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

/** Says what stopped a command and answers its exit code. What is not expected keeps its stack. */
export function explain(error) {
  if (error instanceof Interrupted) {
    process.stderr.write(`\n${error.message}\n`)
    return error.exitCode
  }
  const expected = error instanceof SetupError
  process.stderr.write(`\n${expected ? error.message : (error?.stack ?? error)}\n`)
  return 1
}
