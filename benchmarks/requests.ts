/** Requests on Ashlar beside the same work by hand on Fastify: processor time of the server, as a ratio (P1 to P3). */
import { type ChildProcess, fork } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { cpuMs, median, residentMb, sendLoad } from './measure.ts'
import { buildRenderer } from './page/build-renderer.ts'
import { sessionToken } from './work.ts'

const rounds = 7
const warmUpRounds = 4
const connections = 32

const schema = `
  create schema if not exists bench;
  create table if not exists bench.account (id uuid primary key, name text not null, email text not null);
  create table if not exists bench.session (id uuid primary key, token_hash text not null unique, user_id uuid not null, expires_at timestamptz not null);
  create table if not exists bench.note (id uuid primary key default gen_random_uuid(), title text not null, amount int not null, author text not null);
  create table if not exists bench.row (id uuid primary key, number int not null unique, name text not null, city text not null, country text not null, total int not null, open boolean not null, ordered_on date not null);`

async function prepareData(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(schema)
  const user = randomUUID()
  const hash = createHash('sha256').update(sessionToken).digest('hex')
  await client.query('insert into bench.account values ($1, $2, $3)', [user, 'Ada Bench', 'ada@bench.test'])
  await client.query("insert into bench.session values ($1, $2, $3, now() + interval '1 day')", [
    randomUUID(),
    hash,
    user,
  ])
  for (let number = 1; number <= 200; number += 1) {
    await client.query('insert into bench.row values ($1, $2, $3, $4, $5, $6, $7, $8)', [
      randomUUID(),
      number,
      `Customer number ${number}`,
      'Rotterdam',
      'Netherlands',
      number * 137,
      number % 3 === 0,
      '2026-03-02',
    ])
  }
  await client.end()
}

type Side = 'ashlar' | 'fastify' | 'raw'

interface Server {
  readonly name: Side
  readonly child: ChildProcess
  readonly base: string
}

async function startServer(
  name: Server['name'],
  file: string,
  port: number,
  env: Readonly<Record<string, string>>,
): Promise<Server> {
  const child = fork(join(import.meta.dirname, file), {
    env: { ...process.env, ...env, PORT: String(port), NODE_ENV: 'production' },
    execArgv: [],
  })
  await new Promise((done, fail) => {
    child.once('message', done)
    child.once('exit', (code) => fail(new Error(`${name} ended with ${code} before it was ready.`)))
  })
  return { name, child, base: `http://127.0.0.1:${port}` }
}

const works = [
  {
    name: 'P1 JSON hello',
    requests: 6000,
    anonymous: true,
    path: { ashlar: '/bench/hello', fastify: '/hello', raw: '/hello' },
  },
  {
    name: 'P2 session, body, insert and select',
    requests: 2000,
    method: 'POST',
    path: '/bench/notes',
  },
  {
    name: 'P3 page with 50 rows, first visit',
    requests: 2000,
    html: true,
    path: '/bench/rows',
  },
  {
    name: 'P3x page with 50 rows, XHR visit',
    requests: 2000,
    xhr: true,
    path: '/bench/rows',
  },
  { name: 'P4 the same page, rendered on the server', requests: 1000, html: true, path: '/bench/rendered' },
] as const

/** The work of P2 that publishes an event as well, which one handler listens to. */
const publishing = { ...works[1], path: '/bench/published-notes' } as const

type Work = (typeof works)[number] | typeof publishing

function headersOf(work: Work): Record<string, string> {
  return {
    ...('anonymous' in work ? {} : { cookie: `bench_session=${sessionToken}` }),
    ...('method' in work
      ? { 'content-type': 'application/json', accept: 'application/json', 'sec-fetch-site': 'same-origin' }
      : {}),
    ...('html' in work ? { accept: 'text/html' } : {}),
    ...('xhr' in work
      ? { accept: 'text/html, application/xhtml+xml', 'x-inertia': 'true', 'x-inertia-version': '1' }
      : {}),
  }
}

/** Microseconds of processor time for each request. */
async function measureOnce({ child, base, name }: Server, work: Work): Promise<number> {
  const pid = child.pid ?? 0
  const before = cpuMs(pid)
  await sendLoad({
    url: `${base}${typeof work.path === 'string' ? work.path : work.path[name]}`,
    connections,
    requests: work.requests,
    headers: headersOf(work),
    ...('method' in work ? { method: work.method, body: JSON.stringify({ title: 'A note', amount: 12 }) } : {}),
  })
  return ((cpuMs(pid) - before) * 1000) / work.requests
}

export interface Comparison {
  readonly name: string
  readonly ashlarMicroseconds: number
  readonly fastifyMicroseconds: number
  readonly rawMicroseconds: number
  /** To Fastify: the median of the ratios of interleaved rounds. */
  readonly ratio: number
  /** To `node:http`, likewise. */
  readonly ratioToRaw: number
}

export interface RequestReport {
  readonly comparisons: readonly Comparison[]
  /** A request that publishes an event, to the same request without: the median of the ratios of interleaved rounds. */
  readonly publishRatio: number
  /** After the load of all works, in megabytes. */
  readonly memoryMb: Readonly<Record<Side, number>>
}

/** Measures every work in interleaved rounds. */
export async function compareRequests(databaseUrl: string): Promise<RequestReport> {
  await prepareData(databaseUrl)
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-bench-'))
  const renderer = await buildRenderer(resolve('.ashlar/bench-renderer'))
  const env = { DATABASE_URL: databaseUrl, BENCH_FOLDER: folder, BENCH_RENDERER: renderer }
  const ashlar = await startServer('ashlar', 'ashlar-server.ts', 4601, env)
  const servers = [
    ashlar,
    await startServer('fastify', 'peers/fastify.ts', 4602, env),
    await startServer('raw', 'peers/raw.ts', 4603, env),
  ]
  try {
    const comparisons: Comparison[] = []
    for (const work of works) comparisons.push(await compareOn(servers, work))
    const publishRatio = await measurePublishing(ashlar)
    const memory = servers.map(({ name, child }) => [name, residentMb(child.pid ?? 0)])
    return { comparisons, publishRatio, memoryMb: Object.fromEntries(memory) }
  } finally {
    for (const { child } of servers) child.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measurePublishing(server: Server): Promise<number> {
  const ratios: number[] = []
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    const without = await measureOnce(server, works[1])
    ratios.push((await measureOnce(server, publishing)) / without)
  }
  return median(ratios.slice(warmUpRounds))
}

async function compareOn(servers: readonly Server[], work: Work): Promise<Comparison> {
  const measured: Readonly<Record<Side, number[]>> = { ashlar: [], fastify: [], raw: [] }
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    // Whoever comes first in a round meets another machine than who comes last, so the order moves on.
    const first = round % servers.length
    for (const server of [...servers.slice(first), ...servers.slice(0, first)]) {
      const microseconds = await measureOnce(server, work)
      // A server is measured as it runs for most of its life: with its hot paths compiled.
      if (round >= warmUpRounds) measured[server.name].push(microseconds)
    }
  }
  const { ashlar, fastify, raw } = measured
  const ratiosTo = (others: readonly number[]) => ashlar.map((ours, index) => ours / (others[index] ?? Number.NaN))
  return {
    name: work.name,
    ashlarMicroseconds: median(ashlar),
    fastifyMicroseconds: median(fastify),
    rawMicroseconds: median(raw),
    ratio: median(ratiosTo(fastify)),
    ratioToRaw: median(ratiosTo(raw)),
  }
}
