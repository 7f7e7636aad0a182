/** Processes of the yard that are started again whenever they end, as a supervisor would. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { Role } from 'ashlar/runtime'

export interface FleetOptions {
  readonly url: string
  readonly role: Role
  readonly size: number
  readonly env?: Readonly<Record<string, string>>
  readonly execArgv?: readonly string[]
}

/** One place in the fleet, and the process that fills it now. */
export interface Member {
  readonly child: ChildProcess
  /** Where it answers; known once it is ready. */
  readonly address: string
}

/** Most of what a start takes is compiling. */
const compileCache = join(process.cwd(), '.ashlar', 'chaos', 'compile-cache')
const processFile = join(import.meta.dirname, 'yard-process.ts')

export class Fleet {
  readonly #options: FleetOptions
  readonly #members = new Map<number, Member>()
  readonly #children = new Set<ChildProcess>()
  /** The orders at which a process ended as it was told to. */
  readonly deaths = new Set<string>()
  #stopped = false
  #starts = 0

  constructor(options: FleetOptions) {
    this.#options = options
  }

  /** How many processes were started. */
  get starts(): number {
    return this.#starts
  }

  /** The processes that are ready now. */
  get members(): readonly Member[] {
    return [...this.#members.values()]
  }

  /** Starts every place; resolves when all are ready. */
  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.#options.size }, (_, place) => this.#fill(place)))
  }

  /** Waits until a process is ready, and answers it. */
  async pick(random: () => number): Promise<Member> {
    while (true) {
      const ready = this.members
      const member = ready[Math.floor(random() * ready.length)]
      if (member !== undefined) return member
      await delay(20)
    }
  }

  /** Waits until every place is filled. */
  async whole(): Promise<void> {
    while (this.#members.size < this.#options.size) await delay(20)
  }

  /** Kills one process, and returns when it has ended. */
  async kill({ child }: Member): Promise<void> {
    const ended = once(child, 'exit')
    if (!child.kill('SIGKILL')) return
    await ended
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(
      [...this.#children].map(async (child) => {
        const ended = once(child, 'exit')
        if (child.kill('SIGKILL')) await ended
      }),
    )
  }

  #fill(place: number): Promise<void> {
    const { url, role, env, execArgv = [] } = this.#options
    const { promise: ready, resolve } = Promise.withResolvers<void>()
    const child = fork(processFile, {
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache, ...env, YARD_DATABASE_URL: url, YARD_ROLE: role },
      execArgv: [...execArgv],
      stdio: ['ignore', 'pipe', process.env.YARD_LOG === undefined ? 'ignore' : 'inherit', 'ipc'],
    })
    this.#starts += 1
    this.#children.add(child)
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [, word, rest = ''] = /^(\w+) (.*)$/.exec(line) ?? []
        if (word === 'dying') this.deaths.add(rest)
        if (word !== 'ready') return
        this.#members.set(place, { child, address: rest })
        resolve()
      })
    }
    child.once('exit', () => {
      this.#children.delete(child)
      if (this.#members.get(place)?.child === child) this.#members.delete(place)
      if (this.#stopped) resolve()
      else this.#fill(place).then(resolve)
    })
    return ready
  }
}
