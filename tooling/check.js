/**
 * `npm run check`: format and lint, types, contracts, boundaries, and the tests that changes since the main branch can reach.
 *
 * A line a step with its time, below it what a failed step said. Runs all of them, and fails at the end if one did.
 */
import { join } from 'node:path'
import { runCommand } from './bootstrap/command.js'
import { root, toolScript } from './bootstrap/paths.js'
import { prepare } from './bootstrap/prepare.js'
import { say, step } from './bootstrap/progress.js'
import { capture } from './bootstrap/run.js'

const ashlar = join(root, 'packages', 'cli', 'bin', 'ashlar.js')

await runCommand(async () => {
  const toolchain = await prepare()
  const options = { cwd: root, env: toolchain.env }
  let failures = 0
  for (const { title, script, args } of listSteps()) {
    const work = () => capture(toolchain.node, [script, ...args], options)
    const { code, output } = await step(title, work, (result) => result.code === 0)
    if (code === 0) continue
    say(output)
    failures += 1
  }
  return failures === 0 ? 0 : 1
})

/** The walks through the browser build and serve the demo each time, so they are left to `npm test`. */
function listSteps() {
  return [
    { title: 'format and lint', script: toolScript('@biomejs/biome', 'biome'), args: ['check', '.'] },
    { title: 'types', script: toolScript('typescript', 'tsc'), args: ['-p', 'tsconfig.json'] },
    { title: 'contracts', script: ashlar, args: ['contracts', '--check'] },
    {
      title: 'boundaries and map',
      script: toolScript('vitest', 'vitest'),
      args: ['run', 'tests/boundaries.test.ts', 'tests/map.test.ts'],
    },
    {
      title: 'tests of what the changes reach',
      script: ashlar,
      args: ['test', '--affected', '--', '--exclude=tests/browser/**'],
    },
  ]
}
