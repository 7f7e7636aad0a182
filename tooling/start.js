/** `npm start`: sets everything up, builds the demo when its sources changed, and serves it. */
import { join } from 'node:path'
import { runCommand } from './bootstrap/command.js'
import { takeLock } from './bootstrap/lock.js'
import { demoFolder, root, workFolder } from './bootstrap/paths.js'
import { prepare } from './bootstrap/prepare.js'
import { say } from './bootstrap/progress.js'
import { run } from './bootstrap/run.js'
import { findRunningDemo } from './demo/running-demo.js'
import { serve } from './demo/serve.js'
import { fingerprintSources, isBuiltFrom, markBuiltFrom } from './demo/sources.js'

const cli = join(root, 'packages', 'cli', 'bin', 'ashlar.js')

await runCommand(async () => {
  // Asked before anything is set up: installing or building would pull the files from under the running server.
  const lock = (await tellOfRunning()) ? undefined : await takeStartLock()
  if (!lock) return 0
  try {
    const { node, env } = await prepare()
    const options = { cwd: demoFolder, env: { ...env, NODE_ENV: 'production' } }
    const code = await build(node, options)
    return code === 0 ? await serve(node, [cli, 'start', '--embedded', ...process.argv.slice(2)], options) : code
  } finally {
    lock.release()
  }
})

/** Waits while another `npm start` sets things up; gives up once that one serves, and takes its place if it fails. */
function takeStartLock() {
  let told = false
  return takeLock(join(workFolder, 'start.lock'), async ({ pid }) => {
    if (await tellOfRunning()) return false
    if (!told) say(`Another npm start (process ${pid ?? 'unknown'}) is bringing the demo up; waiting for its address.`)
    told = true
    return true
  })
}

async function tellOfRunning() {
  const running = await findRunningDemo()
  if (!running) return false
  say(
    `The demo is running already: ${running.url} (process ${running.pid}). Stop it there with Ctrl-C to start it anew.`,
  )
  return true
}

async function build(node, options) {
  const sources = fingerprintSources()
  if (isBuiltFrom(sources)) return 0
  const code = await run(node, [cli, 'build'], options)
  if (code === 0) markBuiltFrom(sources)
  return code
}
