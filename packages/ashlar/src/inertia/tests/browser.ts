/** Drives the real client of the protocol against a server. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { PageObject } from '../page-object.ts'

/** What the client's router is told to do. */
export interface BrowserCommand {
  readonly name: 'visit' | 'reload' | 'prefetch' | 'rest'
  readonly url: string
  /** The client's `VisitOptions`, as far as they are plain data. */
  readonly options: Readonly<Record<string, unknown>>
}

/** What happened since the report before, once everything has come to rest. */
export interface BrowserReport {
  /** The page that the router shows, its own merging done. */
  readonly page: PageObject
  readonly address: string
  /** What would have been drawn, in order. */
  readonly swaps: readonly { readonly component: string; readonly props: Readonly<Record<string, unknown>> }[]
  readonly sent: readonly {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
  }[]
  readonly events: readonly { readonly name: string; readonly detail: Readonly<Record<string, unknown>> }[]
  /** Documents that the browser was made to load. */
  readonly loads: readonly string[]
}

type Options = Readonly<Record<string, unknown>>

export interface Browser {
  /** What the first visit led to. */
  readonly first: BrowserReport
  readonly visit: (url: string, options?: Options) => Promise<BrowserReport>
  readonly reload: (options?: Options) => Promise<BrowserReport>
  readonly prefetch: (url: string) => Promise<BrowserReport>
  readonly close: () => Promise<unknown>
}

/** Opens an address in the stand-in for a browser. */
export async function openBrowser(start: string): Promise<Browser> {
  const worker = new Worker(new URL('./browser-worker.ts', import.meta.url), { workerData: { start } })
  await once(worker, 'message')

  async function command(name: BrowserCommand['name'], url = '', options: Options = {}): Promise<BrowserReport> {
    worker.postMessage({ name, url, options } satisfies BrowserCommand)
    const [report] = await once(worker, 'message')
    return report as BrowserReport
  }

  return {
    first: await command('rest'),
    visit: (url, options) => command('visit', url, options),
    reload: (options) => command('reload', '', options),
    prefetch: (url) => command('prefetch', url),
    close: () => worker.terminate(),
  }
}
