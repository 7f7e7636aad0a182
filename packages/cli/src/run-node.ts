import { spawn } from 'node:child_process'

/** What a script said and how it ended. */
export interface NodeRun {
  readonly code: number | null
  readonly stdout: string
  /** Standard output and standard error, as they came. */
  readonly output: string
}

/** Runs a script with this Node and collects what it says. */
export function runNode(args: readonly string[], cwd: string): Promise<NodeRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let output = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, output }))
  })
}
