/** Keeps the app's process running: starts it, starts it anew, and knows at any time how it is. */
import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import type { RenderablePage, RenderedPage } from 'ashlar/runtime'
import type { FoundApp, FromApp, ToApp } from './messages.ts'

/** How the app's process is. */
export type AppState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string }

interface SupervisorEvents {
  readonly read: [file: string]
  readonly found: [app: FoundApp]
  readonly ready: [ready: { readonly migrations: number; readonly durationMs: number; readonly restarted: boolean }]
  readonly failed: [message: string]
}

export interface SupervisorOptions {
  readonly appFolder: string
  readonly environment: NodeJS.ProcessEnv
  readonly render: (page: RenderablePage) => Promise<RenderedPage>
}

/** How long a process that is replaced may finish its requests, in milliseconds. */
const patienceMs = 5000

export class Supervisor extends EventEmitter<SupervisorEvents> {
  readonly #options: SupervisorOptions
  #state: AppState = { kind: 'starting' }
  #child: ChildProcess | undefined
  #settled = Promise.withResolvers<void>()
  #starts = 0

  constructor(options: SupervisorOptions) {
    super()
    this.#options = options
  }

  get state(): AppState {
    return this.#state
  }

  /** How the app is once it is no longer starting. */
  async settled(): Promise<AppState> {
    while (this.#state.kind === 'starting') await this.#settled.promise
    return this.#state
  }

  /** Starts the app, in the place of the one that runs. */
  start(): void {
    const previous = this.#child
    this.#starts += 1
    if (this.#state.kind !== 'starting') this.#settled = Promise.withResolvers()
    this.#state = { kind: 'starting' }
    this.#child = this.#fork(performance.now(), this.#starts > 1)
    if (previous) stopProcess(previous)
  }

  /** Ends the app. */
  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child) await stopProcess(child)
  }

  #fork(startedAt: number, restarted: boolean): ChildProcess {
    const { appFolder, environment, render } = this.#options
    const child = fork(join(import.meta.dirname, `app-process${import.meta.filename.slice(-3)}`), [], {
      cwd: appFolder,
      env: environment,
    })
    child.on('message', (message: FromApp) => {
      if (message.kind === 'render') return answerRender(child, message.id, render(message.page))
      if (child !== this.#child) return
      if (message.kind === 'read') this.emit('read', message.file)
      else if (message.kind === 'found') this.emit('found', message.app)
      else if (message.kind === 'failed') this.#fail(message.message)
      else {
        this.#settle({ kind: 'ready', port: message.port })
        this.emit('ready', { migrations: message.migrations, durationMs: performance.now() - startedAt, restarted })
      }
    })
    child.on('exit', (code, signal) => {
      if (child !== this.#child || this.#state.kind === 'failed') return
      this.#fail(
        `The process of the app ended by itself (${signal ?? `status ${code}`}). Its output in the terminal says more.`,
      )
    })
    return child
  }

  #fail(message: string): void {
    this.#settle({ kind: 'failed', message })
    this.emit('failed', message)
  }

  #settle(state: AppState): void {
    this.#state = state
    this.#settled.resolve()
  }
}

async function answerRender(child: ChildProcess, id: number, rendering: Promise<RenderedPage>): Promise<void> {
  const answer: ToApp = await rendering.then(
    (result) => ({ kind: 'rendered', id, result }) as const,
    (error: unknown) =>
      ({
        kind: 'render-failed',
        id,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }) as const,
  )
  if (child.connected) child.send(answer)
}

function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    if (child.connected) child.send({ kind: 'stop' } satisfies ToApp)
    else child.kill()
  })
}
