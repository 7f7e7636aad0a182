/** Time from the start of the process to the first answer, of a production build, beside Fastify (P5, P6). */
import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { generateApp } from './generate/generate-app.ts'
import { median, residentMb } from './measure.ts'

const sizes = [1, 10, 100, 500]
const rounds = 5
const port = 4611
const cli = resolve('packages/cli/bin/ashlar.js')

export interface BootComparison {
  readonly modules: number
  readonly ashlarMs: number
  readonly fastifyMs: number
  readonly ratio: number
  /** Of our process, after its first answer. */
  readonly memoryMb: number
}

export async function compareBoots(databaseUrl: string): Promise<BootComparison[]> {
  const comparisons: BootComparison[] = []
  for (const modules of sizes) {
    const folder = resolve(`.ashlar/bench-apps/${modules}`)
    await generateApp({ folder, modules })
    await build(folder)
    const ashlar = () =>
      boot(process.execPath, [join(folder, 'dist/server.js')], folder, {
        DATABASE_URL: databaseUrl,
        NODE_ENV: 'production',
        LOG_LEVEL: 'warn',
        APP_URL: `http://127.0.0.1:${port}`,
      })
    const fastify = () =>
      boot(process.execPath, [resolve('benchmarks/peers/fastify-modules.ts')], process.cwd(), {
        MODULES: String(modules),
        NODE_ENV: 'production',
      })
    await ashlar()
    await fastify()
    const pairs = []
    for (let round = 0; round < rounds; round += 1) {
      const ours = await ashlar()
      const theirs = await fastify()
      pairs.push({ ours, theirs })
    }
    comparisons.push({
      modules,
      ashlarMs: median(pairs.map(({ ours }) => ours.ms)),
      fastifyMs: median(pairs.map(({ theirs }) => theirs.ms)),
      ratio: median(pairs.map(({ ours, theirs }) => ours.ms / theirs.ms)),
      memoryMb: median(pairs.map(({ ours }) => ours.memoryMb)),
    })
  }
  return comparisons
}

function build(folder: string): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [cli, 'build'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`The build in ${folder} ended with ${code}.`))))
  })
}

interface Boot {
  readonly ms: number
  readonly memoryMb: number
}

async function boot(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Boot> {
  const start = performance.now()
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    await firstAnswer(child, `http://127.0.0.1:${port}/m0/r0`)
    return { ms: performance.now() - start, memoryMb: residentMb(child.pid ?? 0) }
  } finally {
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGKILL')
    await ended
  }
}

async function firstAnswer(child: ChildProcess, url: string): Promise<void> {
  for (let attempt = 0; attempt < 20_000; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode} before its first answer.`)
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => undefined,
    )
    if (status === 200) return
    if (status !== undefined) throw new Error(`${url} answered ${status}.`)
    await new Promise((done) => setTimeout(done, 1))
  }
  throw new Error(`${url} gave no answer.`)
}
