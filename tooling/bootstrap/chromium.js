/** Finds a Chromium for the browser tests, or brings one. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { carriesChromium, findUnpackedChromium, unpackChromium } from './chromium-package.js'
import { underSetupLock } from './prepare.js'
import { step } from './progress.js'
import { capture } from './run.js'
import { givenChromiumFails, noChromium } from './setup-error.js'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const places = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * The path of a browser that starts: that of `CHROMIUM_PATH`, one of this machine, or one brought along.
 *
 * What is brought lies in this checkout and needs no rights; Debian's packages are installed where that is not possible
 * and the command runs as root.
 *
 * @param {{ node: string, env: NodeJS.ProcessEnv }} toolchain
 */
export async function provideChromium(toolchain) {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    const reason = await findFault(toolchain, given)
    if (reason) throw givenChromiumFails({ path: given, reason })
    return given
  }
  return (await findUsable(toolchain)) ?? underSetupLock(async () => (await findUsable(toolchain)) ?? bring(toolchain))
}

async function findUsable(toolchain) {
  const found = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  const brought = findUnpackedChromium()
  for (const path of [...found, ...places, ...(brought ? [brought] : [])].filter(existsSync)) {
    if (!(await findFault(toolchain, path))) return path
  }
  return undefined
}

async function bring(toolchain) {
  const attempts = ['none is installed']
  const ways = [
    { isOpen: carriesChromium(), title: 'Bringing Chromium along for the browser tests', take: unpackChromium },
    { isOpen: isDebianRoot(), title: "Installing Debian's Chromium for the browser tests", take: installFromDebian },
  ]
  for (const { title, take } of ways.filter(({ isOpen }) => isOpen)) {
    const { path, reason } = await step(title, () => take(toolchain))
    const fault = reason ?? (await findFault(toolchain, path))
    if (!fault) return path
    attempts.push(fault)
  }
  throw noChromium(attempts)
}

const isDebianRoot = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

async function installFromDebian({ env }) {
  const options = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } }
  await capture('apt-get', ['update', '-qq'], options)
  const { code } = await capture('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options)
  return code === 0 ? { path: '/usr/bin/chromium' } : { reason: `apt-get ended with ${code}` }
}

/** Why a browser cannot be used, or nothing: a package may be a stub, and libraries may be missing. */
async function findFault({ node, env }, path) {
  const { code, output } = await capture(node, [join(import.meta.dirname, 'try-chromium.js'), path], { env })
  return code === 0 ? undefined : (output.trim().split('\n')[0] ?? `it ended with ${code}`)
}
