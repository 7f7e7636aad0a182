/**
 * `npm run check`: format and lint, types, boundaries, and the tests of what changed since the main branch.
 *
 * A line a step with its time, below it what a failed step said. Runs all of them, and fails at the end if one did.
 */
import { runCommand } from './bootstrap/command.js'
import { root, toolScript } from './bootstrap/paths.js'
import { prepare } from './bootstrap/prepare.js'
import { say, step } from './bootstrap/progress.js'
import { capture } from './bootstrap/run.js'

const mainBranches = ['origin/main', 'main']

await runCommand(async () => {
  const toolchain = await prepare()
  const options = { cwd: root, env: toolchain.env }
  let failures = 0
  for (const { title, packageName, command, args } of await listSteps()) {
    const work = () => capture(toolchain.node, [toolScript(packageName, command), ...args], options)
    const { code, output } = await step(title, work, (result) => result.code === 0)
    if (code === 0) continue
    say(output)
    failures += 1
  }
  return failures === 0 ? 0 : 1
})

/** The walks through the browser build and serve the demo each time, so they are left to `npm test`. */
async function listSteps() {
  const tests = { packageName: 'vitest', command: 'vitest' }
  const base = await findBase()
  return [
    { title: 'format and lint', packageName: '@biomejs/biome', command: 'biome', args: ['check', '.'] },
    { title: 'types', packageName: 'typescript', command: 'tsc', args: ['-p', 'tsconfig.json'] },
    { title: 'boundaries', ...tests, args: ['run', 'tests/boundaries.test.ts'] },
    {
      title: `tests of what changed since ${base.name}`,
      ...tests,
      args: ['run', `--changed=${base.commit}`, '--passWithNoTests', '--exclude=tests/browser/**'],
    },
  ]
}

/** Where this branch left the main one; on the main branch itself, the last commit. */
async function findBase() {
  for (const branch of mainBranches) {
    const { code, output } = await capture('git', ['merge-base', 'HEAD', branch], { cwd: root })
    if (code === 0) return { name: branch, commit: output.trim() }
  }
  return { name: 'the last commit', commit: 'HEAD' }
}
