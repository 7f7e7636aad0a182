/** `npm run bench`: sets everything up and runs the benchmarks; what follows `--` goes to them. */
import { join } from 'node:path'
import { runCommand } from './bootstrap/command.js'
import { root } from './bootstrap/paths.js'
import { prepare } from './bootstrap/prepare.js'
import { run } from './bootstrap/run.js'

await runCommand(async () => {
  const { node, env } = await prepare()
  return run(node, [join(root, 'benchmarks', 'run.ts'), ...process.argv.slice(2)], { cwd: root, env })
})
