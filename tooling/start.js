/** `npm start`: sets everything up, builds the demo when its sources changed, and serves it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { say } from './bootstrap/fail.js'
import { isAlive } from './bootstrap/lock.js'
import { demoFolder, root } from './bootstrap/paths.js'
import { prepare } from './bootstrap/prepare.js'
import { run } from './bootstrap/run.js'

const running = findRunning()
if (running) {
  say(
    `The demo is running already: ${running.url} (process ${running.pid}). Stop it there with Ctrl-C to start it anew.`,
  )
  process.exit(0)
}

const { node, env } = await prepare()
const cli = join(root, 'packages', 'cli', 'bin', 'ashlar.js')
const options = { cwd: demoFolder, env: { ...env, NODE_ENV: 'production' } }

if (newestChange(root) > lastBuild()) {
  const code = await run(node, [cli, 'build'], options)
  if (code !== 0) process.exit(code)
}
process.exit(await run(node, [cli, 'start', '--embedded', ...process.argv.slice(2)], options))

function findRunning() {
  try {
    const state = JSON.parse(readFileSync(join(demoFolder, '.ashlar', 'server.json'), 'utf8'))
    return isAlive(state.pid) ? state : undefined
  } catch {
    return undefined
  }
}

function lastBuild() {
  const bundle = join(demoFolder, 'dist', 'server.js')
  return existsSync(bundle) ? statSync(bundle).mtimeMs : 0
}

/** When a source last changed. What is built or installed does not count. */
function newestChange(folder) {
  const ignored = new Set(['node_modules', 'dist', '.ashlar', '.git', 'docs', 'tests', 'benchmarks'])
  let newest = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (ignored.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) newest = Math.max(newest, newestChange(path))
    else if (entry.isFile()) newest = Math.max(newest, statSync(path).mtimeMs)
  }
  return newest
}
