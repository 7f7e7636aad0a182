/** Installs the dependencies when they are not those of the lockfile. */
import { isInstalled } from './installed.js'
import { installFrom } from './npm.js'
import { root } from './paths.js'
import { step } from './progress.js'
import { dependenciesNotInstalled } from './setup-error.js'

/** @param {{ node: string, env: NodeJS.ProcessEnv }} toolchain npm on an old Node resolves old packages, so it runs on this one */
export async function installDependencies(toolchain) {
  if (isInstalled(root)) return
  await step('Installing the dependencies', async () => {
    const failure = await installFrom(root, toolchain)
    if (failure) throw dependenciesNotInstalled(failure)
  })
}
