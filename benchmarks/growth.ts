/** What one request costs in an app of ten modules and in one of five hundred (P7). */
import { fork } from 'node:child_process'
import { join, resolve } from 'node:path'
import { cpuMs, median, sendLoad } from './measure.ts'

const requests = 4000
const rounds = 7
const warmUpRounds = 4

export interface Growth {
  readonly smallMicroseconds: number
  readonly largeMicroseconds: number
  readonly ratio: number
}

/** Measures the builds that the comparison of boots has left, in interleaved rounds. */
export async function measureGrowth(databaseUrl: string): Promise<Growth> {
  const small = await start(10, 4621, databaseUrl)
  const large = await start(500, 4622, databaseUrl)
  try {
    const pairs: (readonly [number, number])[] = []
    for (let round = 0; round < warmUpRounds + rounds; round += 1) {
      const pair = [await small.measure(), await large.measure()] as const
      if (round >= warmUpRounds) pairs.push(pair)
    }
    return {
      smallMicroseconds: median(pairs.map(([one]) => one)),
      largeMicroseconds: median(pairs.map(([, other]) => other)),
      ratio: median(pairs.map(([one, other]) => other / one)),
    }
  } finally {
    small.end()
    large.end()
  }
}

async function start(modules: number, port: number, databaseUrl: string) {
  const folder = resolve(`.ashlar/bench-apps/${modules}`)
  const child = fork(join(folder, 'dist/server.js'), {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: databaseUrl, NODE_ENV: 'production', LOG_LEVEL: 'warn', PORT: String(port) },
    execArgv: [],
    stdio: 'ignore',
  })
  const url = `http://127.0.0.1:${port}/m7/r0`
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`The server in ${folder} ended with ${child.exitCode}.`)
    await new Promise((done) => setTimeout(done, 50))
  }
  return {
    async measure(): Promise<number> {
      const before = cpuMs(child.pid ?? 0)
      await sendLoad({ url, connections: 32, requests })
      return ((cpuMs(child.pid ?? 0) - before) * 1000) / requests
    },
    end: () => child.kill(),
  }
}
