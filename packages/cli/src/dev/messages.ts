/** What the two processes of `ashlar dev` tell each other over their IPC channel. */
import type { RenderablePage, RenderedPage } from 'ashlar/runtime'
import type { PageSource } from '../vite/page-files.ts'

/** What the app's process says. */
export type FromApp =
  /** It has read a source file: a change of it calls for a restart. */
  | { readonly kind: 'read'; readonly file: string }
  | { readonly kind: 'found'; readonly app: FoundApp }
  /** It answers on this port of the loopback address. */
  | { readonly kind: 'ready'; readonly port: number; readonly migrations: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'render'; readonly id: number; readonly page: RenderablePage }

/** What the process that owns Vite says. */
export type ToApp =
  | { readonly kind: 'rendered'; readonly id: number; readonly result: RenderedPage }
  | { readonly kind: 'render-failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'stop' }

/** An app as its process found it, before it boots. */
export interface FoundApp {
  readonly name: string
  readonly modules: readonly PageSource[]
  /** Folders of which any change calls for a restart: migrations and texts. */
  readonly folders: readonly string[]
}
