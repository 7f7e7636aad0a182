/** Requests on Ashlar beside the same work by hand on Fastify: processor time of the server, as a ratio (P1 to P3). */
import { type ChildProcess, fork } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { cpuMs, median, residentMb, sendLoad } from './measure.ts'
import { sessionToken } from './work.ts'

const rounds = 7
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

interface Server {
  readonly name: 'ashlar' | 'fastify'
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
  { name: 'P1 JSON hello', requests: 6000, anonymous: true, path: { ashlar: '/bench/hello', fastify: '/hello' } },
  {
    name: 'P2 session, body, insert and select',
    requests: 1500,
    method: 'POST',
    path: { ashlar: '/bench/notes', fastify: '/bench/notes' },
  },
  {
    name: 'P3 page with 50 rows, first visit',
    requests: 1500,
    html: true,
    path: { ashlar: '/bench/rows', fastify: '/bench/rows' },
  },
  {
    name: 'P3x page with 50 rows, XHR visit',
    requests: 1500,
    xhr: true,
    path: { ashlar: '/bench/rows', fastify: '/bench/rows' },
  },
] as const

type Work = (typeof works)[number]

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
    url: `${base}${work.path[name]}`,
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
  /** The median of the ratios of interleaved pairs. */
  readonly ratio: number
}

export interface RequestReport {
  readonly comparisons: readonly Comparison[]
  readonly memoryMb: { readonly ashlar: number; readonly fastify: number }
}

/** Measures every work in interleaved rounds. */
export async function compareRequests(databaseUrl: string): Promise<RequestReport> {
  await prepareData(databaseUrl)
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-bench-'))
  const env = { DATABASE_URL: databaseUrl, BENCH_FOLDER: folder }
  const ashlar = await startServer('ashlar', 'ashlar-server.ts', 4601, env)
  const fastify = await startServer('fastify', 'peers/fastify.ts', 4602, env)
  try {
    const comparisons: Comparison[] = []
    for (const work of works) {
      for (const server of [ashlar, fastify]) await measureOnce(server, work)
      const pairs: (readonly [number, number])[] = []
      for (let round = 0; round < rounds; round += 1) {
        const [first, second] = round % 2 === 0 ? [ashlar, fastify] : [fastify, ashlar]
        const measured = new Map([[first.name, await measureOnce(first, work)]])
        measured.set(second.name, await measureOnce(second, work))
        pairs.push([measured.get('ashlar') ?? Number.NaN, measured.get('fastify') ?? Number.NaN])
      }
      comparisons.push({
        name: work.name,
        ashlarMicroseconds: median(pairs.map(([ours]) => ours)),
        fastifyMicroseconds: median(pairs.map(([, theirs]) => theirs)),
        ratio: median(pairs.map(([ours, theirs]) => ours / theirs)),
      })
    }
    const memoryMb = { ashlar: residentMb(ashlar.child.pid ?? 0), fastify: residentMb(fastify.child.pid ?? 0) }
    return { comparisons, memoryMb }
  } finally {
    ashlar.child.kill()
    fastify.child.kill()
    await rm(folder, { recursive: true, force: true })
  }
}
