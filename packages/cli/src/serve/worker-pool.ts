/**
 * Keeps worker processes running beside the one that answers requests.
 *
 * A handler can end its process, fill its memory, or compute without a pause: then a worker is gone, or has to go, while people
 * are answered all the same. What it was at is taken up by the next one, as after any death of a process.
 */
import { type ChildProcess, fork } from 'node:child_process'
import type { FromWorker, ToWorker } from './worker-messages.ts'

export interface WorkerPoolOptions {
  readonly count: number
  /** The file that each process runs with `--worker`; it ends up in `workUntilTold()`. */
  readonly script: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The largest heap of a process, in MiB. @default what Node decides by the machine */
  readonly memoryMb?: number | undefined
  /** How long a process that is told to stop may take, in milliseconds. */
  readonly patienceMs: number
  /** Told of each process that ended without having been told to. */
  readonly onEnded: (ended: EndedWorker) => void
}

/** A worker process that ended by itself. */
export interface EndedWorker {
  readonly pid: number | undefined
  /** Why, in a few words. */
  readonly reason: string
  /** When another takes its place. */
  readonly againInMs: number
}

export interface WorkerPool {
  /** Starts the processes. */
  readonly start: () => void
  /** The ids of those that run. */
  readonly pids: () => readonly number[]
  /** Has each finish what it runs, and waits for that. */
  readonly stop: () => Promise<void>
}

/** A process that says nothing for so long computes without a pause. Its jobs count as left behind before that. */
export const longestSilenceMs = 15_000
/** The end of that time, which begins only when this process runs itself. */
const lastWaitMs = 3_000
/** Until it has started it says nothing. */
const longestStartMs = 120_000
const firstPauseMs = 500
const longestPauseMs = 30_000
/** One that has run for so long was well. */
const soundAfterMs = 60_000

export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const places = Array.from({ length: options.count }, () => new Place(options))
  return {
    start() {
      for (const place of places) place.start()
    },
    pids: () => places.flatMap((place) => place.pid ?? []),
    async stop() {
      await Promise.all(places.map((place) => place.stop()))
    },
  }
}

/** Where one worker process runs, and after it the next. */
class Place {
  readonly #options: WorkerPoolOptions
  #child: ChildProcess | undefined
  #ended = Promise.resolve()
  #pauseMs = firstPauseMs
  #restart: NodeJS.Timeout | undefined
  #stopping = false

  constructor(options: WorkerPoolOptions) {
    this.#options = options
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  start(): void {
    const { script, environment, memoryMb } = this.#options
    const startedAt = performance.now()
    const child = fork(script, ['--worker'], {
      env: environment,
      execArgv: memoryMb === undefined ? process.execArgv : [...process.execArgv, `--max-old-space-size=${memoryMb}`],
    })
    this.#child = child
    let silent = false
    const giveUp = () => {
      silent = true
      child.kill('SIGKILL')
    }
    // Whoever was stopped itself and goes on finds the time up before it reads what was said meanwhile, so it listens once more.
    const doubt = () => {
      watch = setTimeout(giveUp, lastWaitMs)
    }
    let watch = setTimeout(doubt, longestStartMs)
    child.on('message', (message: FromWorker) => {
      if (message.kind !== 'alive') return
      clearTimeout(watch)
      watch = setTimeout(doubt, longestSilenceMs - lastWaitMs)
    })
    this.#ended = new Promise((resolve) => {
      const end = (reason: string) => {
        clearTimeout(watch)
        if (this.#child !== child) return
        this.#child = undefined
        resolve()
        if (!this.#stopping) this.#replace(child, reason, performance.now() - startedAt)
      }
      child.once('error', ({ message }) => end(message))
      child.once('exit', (code, signal) =>
        end(silent ? 'it was silent for too long and was ended' : (signal ?? `it ended with status ${code}`)),
      )
    })
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#restart)
    const child = this.#child
    if (child === undefined) return
    const timer = setTimeout(() => child.kill('SIGKILL'), this.#options.patienceMs)
    if (child.connected) child.send({ kind: 'stop' } satisfies ToWorker, () => undefined)
    else child.kill()
    await this.#ended
    clearTimeout(timer)
  }

  #replace({ pid }: ChildProcess, reason: string, ranForMs: number): void {
    if (ranForMs >= soundAfterMs) this.#pauseMs = firstPauseMs
    const againInMs = this.#pauseMs
    this.#pauseMs = Math.min(againInMs * 2, longestPauseMs)
    this.#options.onEnded({ pid, reason, againInMs })
    this.#restart = setTimeout(() => this.start(), againInMs)
  }
}
