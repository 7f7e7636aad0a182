/**
 * A headless Chromium from the registry that carries its libraries and a font, compressed.
 *
 * It was packed for AWS Lambda, where all of it is looked for below `/tmp`. Here it lies in this checkout, behind a small
 * script that tells the browser where.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installFrom } from './npm.js'
import { toolchainFolder, workFolder } from './paths.js'
import { capture } from './run.js'

const folder = join(workFolder, 'chromium')
const unpacked = join(folder, 'unpacked')
const launcher = join(unpacked, 'chromium.sh')

const launcherScript = `#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH="$here/al2023/lib:$LD_LIBRARY_PATH" FONTCONFIG_PATH="$here/fonts" exec "$here/chromium" "$@"
`

const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`

/** Whether the package has a browser for this machine. */
export const carriesChromium = () => process.platform === 'linux' && process.arch === 'x64'

/** The browser that was unpacked before, if it is of the version that is wanted. */
export function findUnpackedChromium() {
  const [wanted, had] = [toolchainFolder('chromium'), unpacked].map((place) => join(place, 'package-lock.json'))
  const isWanted = existsSync(launcher) && existsSync(had) && readFileSync(wanted).equals(readFileSync(had))
  return isWanted ? launcher : undefined
}

/** @returns {Promise<{ path: string } | { reason: string }>} the browser, or why there is none */
export async function unpackChromium(toolchain) {
  copyManifest()
  const failure = await installFrom(folder, toolchain)
  if (failure) return { reason: failure }
  const reason = await unpack(toolchain)
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true })
  return reason ? { reason } : { path: launcher }
}

function copyManifest() {
  mkdirSync(folder, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(toolchainFolder('chromium'), file), join(folder, file))
  }
}

/** The package unpacks itself into the folder for temporary files, which is a folder of ours here. */
async function unpack({ node, env }) {
  const partial = `${unpacked}.partial`
  for (const place of [partial, unpacked]) rmSync(place, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  const script = `
    import chromium, { inflate } from '@sparticuz/chromium'
    await chromium.executablePath()
    await inflate('node_modules/@sparticuz/chromium/bin/al2023.tar.br')
  `
  const { code, output } = await capture(node, ['--input-type=module', '--eval', script], {
    cwd: folder,
    env: { ...env, TMPDIR: partial },
  })
  if (code !== 0) return `it could not be unpacked (${output.trim().split('\n').at(-1)})`
  writeFileSync(join(partial, 'fonts', 'fonts.conf'), fontSettings)
  writeFileSync(join(partial, 'chromium.sh'), launcherScript, { mode: 0o755 })
  copyFileSync(join(folder, 'package-lock.json'), join(partial, 'package-lock.json'))
  renameSync(partial, unpacked)
  return undefined
}
