import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { testRunnerMissing } from '../errors.ts'

export interface RunVitestOptions {
  /** The folder of the project; Vitest reads its configuration there. */
  readonly root: string
  /** What follows `vitest`. */
  readonly args: readonly string[]
}

/**
 * Runs the project's own Vitest in this terminal, and gives its exit code.
 *
 * @throws ASH913 when the project has none.
 */
export async function runVitest({ root, args }: RunVitestOptions): Promise<number> {
  const child = spawn(process.execPath, [findVitest(root), ...args], { cwd: root, stdio: 'inherit' })
  // A Ctrl-C reaches both: the tests end by themselves, and this process after them.
  const pass = (signal: NodeJS.Signals) => signal === 'SIGINT' || child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, pass)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

/** The script behind the command, which Node itself can run on every platform. */
function findVitest(root: string): string {
  try {
    return join(dirname(createRequire(join(root, 'package.json')).resolve('vitest/package.json')), 'vitest.mjs')
  } catch {
    throw testRunnerMissing(root)
  }
}
