/** How things are measured: interleaved rounds, medians, the server's own processor time. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
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

/** The processor time that children of this process used before they ended, in milliseconds. Source: proc(5), `cutime` and `cstime`. */
export function childrenCpuMs(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[13]) + Number(fields[14])) * 10
}

/** What a command took from its start to its end. */
export interface CommandCost {
  readonly wallMs: number
  /** Processor time, of all its threads. */
  readonly cpuMs: number
  /** The most memory it had at a time, in megabytes. */
  readonly peakMb: number
  readonly code: number | null
  readonly output: string
}

/** Runs a script with this Node to its end, nothing else beside it, and measures it. */
export async function measureCommand(args: readonly string[], cwd: string): Promise<CommandCost> {
  const [startedAt, cpuBefore] = [performance.now(), childrenCpuMs()]
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let [output, peakMb] = ['', 0]
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, peakResidentMb(child.pid ?? 0))
  }, 10)
  const [code] = (await once(child, 'close')) as [number | null]
  clearInterval(timer)
  return { wallMs: performance.now() - startedAt, cpuMs: childrenCpuMs() - cpuBefore, peakMb, code, output }
}

/** The high-water mark of a process's memory in megabytes; 0 when it has ended. */
function peakResidentMb(pid: number): number {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return Math.round(Number(line?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
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
