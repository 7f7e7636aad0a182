/** Installs the dependencies when they are not those of the lockfile. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, say } from './fail.js'
import { withLock } from './lock.js'
import { root, workFolder } from './paths.js'
import { npmCommand, run } from './run.js'

const stampFile = join(workFolder, 'installed')
const installedLock = join(root, 'node_modules', '.package-lock.json')

/** Runs `npm ci` with the given Node unless it was done for this lockfile; install scripts never run. */
export async function installDependencies(node, env) {
  await withLock(
    'install',
    async () => {
      if (isInStep()) return
      say('Installing dependencies …')
      const npm = npmCommand(node)
      const args = [...npm.args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
      const code = await run(npm.command, args, { cwd: root, env })
      if (code !== 0) {
        fail(
          `The dependencies could not be installed (npm ci ended with ${code}; its reason stands above). Check the network and the disk, and run the command again.`,
        )
      }
      mkdirSync(workFolder, { recursive: true })
      writeFileSync(stampFile, stamp())
    },
    () => say('Another command is installing dependencies; waiting for it …'),
  )
}

function isInStep() {
  return existsSync(installedLock) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp()
}

/** Changes with the lockfile, and with the machine: dependencies hold programs made for one. */
function stamp() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${lock} ${process.platform}-${process.arch}\n`
}
