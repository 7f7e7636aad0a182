/** Finds a Chromium for the browser tests, or brings one. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { fail, say } from './fail.js'
import { withLock } from './lock.js'
import { root, workFolder } from './paths.js'
import { capture, npmCommand } from './run.js'

const knownPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The environment in which the tests find their browser: `CHROMIUM_PATH`, and the libraries it was brought with. */
export async function provideChromium(node) {
  const given = process.env.CHROMIUM_PATH
  if (given)
    return existsSync(given) ? {} : fail(`CHROMIUM_PATH is ${given}, where there is no file. Correct it, or unset it.`)
  const found = knownPlaces.find(existsSync)
  if (found) return { CHROMIUM_PATH: found }
  return withLock('chromium', async () => (await installFromDebian()) ?? (await unpackFromRegistry(node)))
}

async function installFromDebian() {
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!mayInstall) return undefined
  say('Installing Chromium for the browser tests …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await capture('apt-get', ['update', '-qq'], { env })
  await capture('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env })
  const found = knownPlaces.find(existsSync)
  return found && { CHROMIUM_PATH: found }
}

/** The registry has a headless Chromium that carries its own libraries, compressed, and needs no rights to install. */
async function unpackFromRegistry(node) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return fail(
      'The browser tests need Chromium and none was found. Install Chromium or Chrome, or set CHROMIUM_PATH, and run the command again.',
    )
  }
  const folder = join(workFolder, 'chromium')
  const browser = join(folder, 'unpacked', 'chromium')
  if (!existsSync(browser)) {
    say('Bringing Chromium for the browser tests …')
    await download(node, folder)
    await unpack(join(folder, 'node_modules', '@sparticuz', 'chromium', 'bin'), join(folder, 'unpacked'))
  }
  const libraries = join(folder, 'unpacked', 'al2023', 'lib')
  return { CHROMIUM_PATH: browser, CHROMIUM_LIBRARIES: libraries }
}

async function download(node, folder) {
  mkdirSync(folder, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(root, 'tooling', 'toolchain', 'chromium', file), join(folder, file))
  }
  const npm = npmCommand(node)
  const { code, output } = await capture(
    npm.command,
    [...npm.args, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    { cwd: folder },
  )
  if (code !== 0)
    fail(
      `Chromium could not be brought from the registry (${output.trim().split('\n').at(-1)}). Install Chromium, or set CHROMIUM_PATH, and run the command again.`,
    )
}

async function unpack(from, to) {
  const partial = `${to}.partial`
  mkdirSync(partial, { recursive: true })
  for (const file of readdirSync(from).filter((name) => name.endsWith('.br'))) {
    const name = file.slice(0, -'.br'.length)
    const target = join(partial, name)
    writeFileSync(target, brotliDecompressSync(readFileSync(join(from, file))), { mode: 0o755 })
    if (!name.endsWith('.tar')) continue
    const folder = join(partial, name.slice(0, -'.tar'.length))
    mkdirSync(folder, { recursive: true })
    await capture('tar', ['-xf', target, '-C', folder])
  }
  renameSync(partial, to)
}
