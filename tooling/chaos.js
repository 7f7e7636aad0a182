/** `npm run chaos`: sets everything up and breaks what it can; what follows `--` goes to the scenarios. */
import { join } from 'node:path'
import { runCommand } from './bootstrap/command.js'
import { root } from './bootstrap/paths.js'
import { prepare } from './bootstrap/prepare.js'
import { run } from './bootstrap/run.js'

await runCommand(async () => {
  const { node, env } = await prepare()
  return run(node, [join(root, 'tests/chaos/run.ts'), ...process.argv.slice(2)], { cwd: root, env })
})
