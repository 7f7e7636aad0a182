/** What every command needs before it can do its own work. */
import { delimiter, dirname, join } from 'node:path'
import { installDependencies } from './dependencies.js'
import { fail } from './fail.js'
import { provideNode } from './node.js'
import { root } from './paths.js'

const oldestMajor = 20

/** Answers the Node to run with and the environment for what is run: that Node first in PATH. */
export async function prepare() {
  if (Number.parseInt(process.versions.node, 10) < oldestMajor) {
    fail(
      `This is Node ${process.versions.node}. Install Node ${oldestMajor}.19 or newer from https://nodejs.org and run the command again.`,
    )
  }
  const node = await provideNode()
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  const env = { ...process.env, PATH: path }
  await installDependencies(node, env)
  return { node, env }
}
