/** How things are measured: interleaved rounds, medians, the server's own processor time. */
import { readFileSync } from 'node:fs'
import http from 'node:http'

/** The middle of an odd number of values; of an even one the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** The processor time a process has used so far, in milliseconds. Source: proc(5), `utime` and `stime` in ticks of 10 ms. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** The memory of a process that is in use now, in megabytes. */
export function residentMb(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(line?.[1]) / 1024)
}

export interface LoadOptions {
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly connections: number
  readonly requests: number
}

/** Sends a fixed number of requests over a fixed number of connections that stay open, and checks each answer's status. */
export async function sendLoad({
  url,
  method = 'GET',
  headers = {},
  body,
  connections,
  requests,
}: LoadOptions): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  let left = requests
  const work = async () => {
    while (left-- > 0) await sendOne(agent, url, method, headers, body)
  }
  await Promise.all(Array.from({ length: connections }, work))
  agent.destroy()
}

function sendOne(
  agent: http.Agent,
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<void> {
  return new Promise((done, fail) => {
    const request = http.request(
      url,
      { agent, method, headers: { ...headers, ...(body ? { 'content-length': Buffer.byteLength(body) } : {}) } },
      (response) => {
        response.resume()
        response.on('end', () => {
          const ok = (response.statusCode ?? 500) < 300
          if (ok) done()
          else fail(new Error(`${method} ${url} answered ${response.statusCode}`))
        })
      },
    )
    request.on('error', fail)
    request.end(body)
  })
}
