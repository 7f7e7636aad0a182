/** `npm run bench`: sets everything up and runs the benchmarks; what follows `--` goes to them. */
import { join } from 'node:path'
import { root } from './bootstrap/paths.js'
import { prepare } from './bootstrap/prepare.js'
import { run } from './bootstrap/run.js'

const { node, env } = await prepare()
process.exit(await run(node, [join(root, 'benchmarks', 'run.ts'), ...process.argv.slice(2)], { cwd: root, env }))
