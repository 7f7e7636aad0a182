/** Installs what a lockfile describes, by npm, and says in a few words why it could not. */
import { accessSync, constants, existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { forgetInstalled, markInstalled } from './installed.js'
import { workFolder } from './paths.js'
import { capture } from './run.js'

/** What is left out by default or by somebody's settings, and needed all the same. */
const whole = ['--include=dev', '--include=optional', '--include=peer']

/** Told to stop, npm goes on to the end of its step, which can be most of an installation. Half of one is made up for. */
const graceMs = 1000

/** npm's own waits between attempts add up to more than a minute, for somebody without a network. */
const patience = ['--fetch-retries=3', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=8000']
const silent = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error']

/**
 * Installs the lockfile of a folder exactly, running no install scripts.
 *
 * @param {{ node: string, env: NodeJS.ProcessEnv }} toolchain the Node that npm runs on
 * @returns {Promise<string | undefined>} why it failed, or nothing
 */
export async function installFrom(folder, { node, env }) {
  forgetInstalled(folder)
  const [command, ...first] = npmCommand(node)
  const { code, output } = await capture(
    command,
    [...first, 'ci', '--ignore-scripts', ...whole, ...patience, ...silent],
    {
      cwd: folder,
      env: { ...env, ...writableCache() },
      graceMs,
    },
  )
  if (code !== 0) return reasonOf(output, code)
  markInstalled(folder)
  return undefined
}

/** The npm that runs this command, else the one beside this Node, else the one in PATH. */
function npmCommand(node) {
  const beside = ['../lib/node_modules', 'node_modules'].map((folder) =>
    join(dirname(process.execPath), folder, 'npm/bin/npm-cli.js'),
  )
  const script = [process.env.npm_execpath, ...beside].find(
    (file) => file !== undefined && basename(file) === 'npm-cli.js' && existsSync(file),
  )
  return script ? [node, script] : ['npm']
}

/** npm fails without a place for its cache, which a user without a home folder has not got. */
function writableCache() {
  const usual = process.env.npm_config_cache ?? join(homedir(), '.npm')
  return isWritable(usual) ? {} : { npm_config_cache: join(workFolder, 'npm-cache') }
}

function isWritable(folder) {
  if (!existsSync(folder)) return dirname(folder) !== folder && isWritable(dirname(folder))
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

const reasons = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED/,
    'the package registry cannot be reached',
  ],
  [/ENOSPC/, 'the disk is full'],
  [/EACCES|EPERM|EROFS/, 'a file or folder belongs to another user'],
  [/EUSAGE/, 'package.json and package-lock.json do not agree (npm install brings them together)'],
  [/EINTEGRITY/, 'a package is not the one that package-lock.json describes'],
  [/E40[13]/, 'the package registry refuses access'],
  [/E404|ETARGET/, 'the package registry does not have a package'],
]

function reasonOf(output, code) {
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
  const codeLine = lines.find((line) => /^code /.test(line))
  const known = reasons.find(([pattern]) => pattern.test(codeLine ?? output))?.[1]
  const said = lines.find((line) => line !== '' && !/^(code|errno|syscall|network) |^A complete log/.test(line))
  return [known ?? `npm ci ended with ${code}`, said].filter(Boolean).join(': ')
}
