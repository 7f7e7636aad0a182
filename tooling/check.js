/** `npm run check`: format, lint, types, boundaries and the tests of what changed. Runs all, fails at the end. */
import { join } from 'node:path'
import { say } from './bootstrap/fail.js'
import { root } from './bootstrap/paths.js'
import { prepare } from './bootstrap/prepare.js'
import { run } from './bootstrap/run.js'

const { env } = await prepare()
const bin = (name) => join(root, 'node_modules', '.bin', name)
const steps = [
  ['format and lint', bin('biome'), ['check', '.']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['boundaries', bin('vitest'), ['run', 'tests/boundaries.test.ts']],
  ['tests of what changed', bin('vitest'), ['run', '--changed', '--passWithNoTests']],
]

const failed = []
for (const [name, command, args] of steps) {
  const start = performance.now()
  const code = await run(command, args, { cwd: root, env })
  say(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`)
  if (code !== 0) failed.push(name)
}
if (failed.length > 0) say(`Failed: ${failed.join(', ')}.`)
process.exit(failed.length > 0 ? 1 : 0)
