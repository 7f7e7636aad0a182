import { installDependencies } from './dependencies.js'
import { withLock } from './lock.js'
import { provideNode } from './node.js'
import { setupLock } from './paths.js'
import { say } from './progress.js'

/**
 * Sees to what every command needs: a Node that is new enough, and the dependencies. Once they are there it needs
 * neither network nor time.
 *
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} the Node to run with and the environment to run in
 */
export function prepare() {
  return underSetupLock(async () => {
    const toolchain = await provideNode()
    await installDependencies(toolchain)
    return toolchain
  })
}

/** Runs a piece of setting up while no other command of this checkout does. */
export function underSetupLock(work) {
  const onWait = ({ pid }) => say(`Another command is setting things up (process ${pid ?? 'unknown'}); waiting for it.`)
  return withLock(setupLock, onWait, work)
}
