import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/**
 * Runs a program with this terminal as its own and answers its exit code.
 *
 * A Ctrl-C reaches the program from the terminal itself; a SIGTERM is passed on. This process waits for it either way,
 * so that what it holds is let go of in order.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    const ignore = () => undefined
    const passOn = () => child.kill('SIGTERM')
    process.on('SIGINT', ignore)
    process.on('SIGTERM', passOn)
    child.on('error', (error) => finish(127, error))
    child.on('close', (code, signal) => finish(code ?? 128 + (constants.signals[signal] ?? 0)))

    function finish(code, error) {
      process.off('SIGINT', ignore)
      process.off('SIGTERM', passOn)
      if (error) process.stderr.write(`${command} could not be started: ${error.message}\n`)
      resolve(code)
    }
  })
}

/** Runs a program silently and answers its exit code and what it printed. */
export function capture(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** How npm is called with a given Node: the npm that runs this command, or the one in PATH. */
export function npmCommand(node) {
  const script = process.env.npm_execpath
  return script?.endsWith('.js') ? { command: node, args: [script] } : { command: 'npm', args: [] }
}
