/** Where pages come from: the seam between the server and whatever builds the browser's side. */

/** The page object of the Inertia protocol, as a renderer needs it. */
export interface RenderablePage {
  readonly component: string
  readonly props: Readonly<Record<string, unknown>>
  readonly url: string
  readonly version: string | null
}

/** A page rendered on the server. */
export interface RenderedPage {
  /** Tags for the document's head. */
  readonly head: readonly string[]
  /** The markup inside of the root element. */
  readonly html: string
}

/** The browser's side of an app: built files in production, the Vite server in development. */
export interface PageAssets {
  /** Changes with every build. A client with another one reloads the whole page (Inertia's asset version). */
  readonly version: string
  /** The tags that load a page: scripts, style sheets, preloads. Each script carries the nonce. */
  readonly tags: (page: string, nonce: string) => string
  /** Renders a page in this process; without it pages are rendered by the browser alone. */
  readonly render?: (page: RenderablePage) => Promise<RenderedPage>
  /** The folder of hashed files served below `/assets/`, to be kept for ever by browsers. */
  readonly folder?: string
  /** Sources to be allowed by the content security policy besides the app's own, as development needs. */
  readonly connectSources?: readonly string[]
}
