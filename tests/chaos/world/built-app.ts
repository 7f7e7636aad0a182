/** Builds the chaos app once for a run, beside the runs, which is inside of the workspace so that it finds the framework. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../..')
/** The `ashlar` command of this workspace. */
export const ashlarCommand = join(root, 'packages/cli/bin/ashlar.js')

/** The folder of runs; git ignores it. */
export const workFolder = join(root, '.ashlar/chaos')

const sources = join(import.meta.dirname, '../app')

/** Copies the app, links its modules to it and builds it. @returns its folder. */
export async function buildChaosApp(): Promise<string> {
  const appFolder = join(workFolder, 'app')
  rmSync(appFolder, { recursive: true, force: true })
  cpSync(join(sources, 'app'), appFolder, { recursive: true })
  for (const module of readdirSync(sources).filter((name) => name !== 'app')) {
    const { name } = JSON.parse(readFileSync(join(sources, module, 'package.json'), 'utf8')) as { name: string }
    const link = join(appFolder, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(sources, module), link, 'dir')
  }
  const build = spawn(process.execPath, [ashlarCommand, 'build'], {
    cwd: appFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let said = ''
  for (const stream of [build.stdout, build.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  const [code] = (await once(build, 'close')) as [number | null]
  if (code !== 0) throw new Error(`The chaos app does not build:\n${said}`)
  return appFolder
}
