/** What the first visit of a page loads before the page can be used: its scripts, and the page itself (P14). */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, mkdir, readFile, rm, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

const port = 4631
const origin = `http://127.0.0.1:${port}`
const cli = resolve('packages/cli/bin/ashlar.js')
const demo = resolve('apps/demo')
const paths = ['/sign-in', '/orders', '/orders/new']

/** Sizes are those of gzip, in kB of 1000 bytes. */
export interface FirstVisit {
  readonly path: string
  readonly scriptsKb: number
  /** The page object with the items of its lists left out. */
  readonly pageKb: number
}

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
}
type Manifest = Readonly<Record<string, Chunk>>

/** Builds a copy of the demo, serves it with its own data, and adds up what its pages load. */
export async function measureFirstVisits(databaseUrl: string): Promise<FirstVisit[]> {
  const folder = await copyDemo()
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    APP_KEY: randomBytes(32).toString('base64url'),
    APP_URL: origin,
    PORT: String(port),
    LOG_LEVEL: 'warn',
  }
  for (const command of [['build'], ['db', 'seed']]) runCli(folder, command, env)
  const manifest = JSON.parse(await readFile(join(folder, 'dist/client/manifest.json'), 'utf8')) as Manifest
  const server = spawn(process.execPath, ['dist/server.js'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    await waitUntilReady(server)
    const cookie = await signIn()
    const visits: FirstVisit[] = []
    for (const path of paths) {
      const html = await (await fetch(origin + path, path === '/sign-in' ? {} : { headers: { cookie } })).text()
      const sizes = await Promise.all(
        listScripts(html, manifest).map(async (file) => gzipSize(await readFile(join(folder, 'dist/client', file)))),
      )
      visits.push({ path, scriptsKb: sizes.reduce((sum, size) => sum + size, 0) / 1000, pageKb: measurePage(html) })
    }
    return visits
  } finally {
    server.kill('SIGKILL')
  }
}

/** Beside the demo, so that somebody's own build and database stay as they are. */
async function copyDemo(): Promise<string> {
  const folder = resolve('.ashlar/bench-apps/demo')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const file of ['package.json', 'app.config.ts']) await cp(join(demo, file), join(folder, file))
  await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'dir')
  return folder
}

function runCli(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`ashlar ${args.join(' ')} ended with ${status}:\n${stderr}`)
}

async function waitUntilReady(server: ChildProcess): Promise<void> {
  const isReady = () =>
    fetch(`${origin}/up/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isReady())) {
    if (server.exitCode !== null) throw new Error(`The server of the demo ended with ${server.exitCode}.`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

/** Signs in as the user that the demo brings, and gives the cookies of the session. */
async function signIn(): Promise<string> {
  const answer = await fetch(`${origin}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', accept: 'text/html' },
    body: JSON.stringify({ email: 'admin@demo.test', password: 'let-me-look-around' }),
  })
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  if (cookies.length === 0) throw new Error(`Signing in to the demo answered ${answer.status} without a cookie.`)
  return cookies.join('; ')
}

/** The scripts that a document names, and all that they import at once. */
function listScripts(html: string, manifest: Manifest): readonly string[] {
  const keyOf = new Map(Object.entries(manifest).map(([key, { file }]) => [file, key]))
  const files = new Set<string>()
  const visit = (key: string | undefined): void => {
    const chunk = key === undefined ? undefined : manifest[key]
    if (!chunk || files.has(chunk.file)) return
    files.add(chunk.file)
    for (const imported of chunk.imports ?? []) visit(imported)
  }
  for (const [, file = ''] of html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)) visit(keyOf.get(file))
  return [...files]
}

function measurePage(html: string): number {
  const json = /<script data-page="app" type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
  const page: unknown = JSON.parse(json, (key, value) => (key === 'items' ? [] : value))
  return gzipSize(Buffer.from(JSON.stringify(page))) / 1000
}

const gzipSize = (content: Buffer): number => gzipSync(content, { level: 9 }).length
