/** The second of two phases: a resolved page becomes an answer. Needs no database connection. */
import type { InertiaAnswer } from './answer.ts'
import { renderFailed } from './errors.ts'
import { type PageObject, toPageObject, writePageJson, writeScriptJson } from './page-object.ts'
import type { ResolvedPage } from './resolve-page.ts'

/** A page rendered on the server. */
export interface RenderedMarkup {
  /** Tags for the document's head. */
  readonly head: readonly string[]
  /** What stands inside the root element. */
  readonly html: string
}

/** What a document is made of. */
export interface PageMarkup {
  /** The head tags of the page; empty when the browser renders it. */
  readonly head: string
  /** The page object and the root element. */
  readonly body: string
  /** The nonce that the document's scripts and styles carry. */
  readonly nonce: string
  /** The name of the page, for the assets it needs. */
  readonly component: string
  readonly serverRendered: boolean
}

export interface RenderPageOptions {
  /** Writes the document around a page: title, assets, language, theme. */
  readonly template: (parts: PageMarkup) => string
  /** The nonce of this answer. @default none */
  readonly nonce?: string
  /** Renders first visits in this process. What state it needs belongs to the call. Without it the browser renders alone. */
  readonly render?: ((page: PageObject) => Promise<RenderedMarkup>) | undefined
  /** Hears of a page that could not be rendered on the server; the browser renders it then. */
  readonly onRenderError?: (error: unknown, component: string) => void
  /** Raises when a page cannot be rendered on the server: for tests. @default false */
  readonly throwOnRenderError?: boolean
}

// A browser or a proxy must not show the JSON of an address where its document belongs.
const jsonHeaders = Object.freeze({
  'content-type': 'application/json; charset=utf-8',
  'x-inertia': 'true',
  vary: 'X-Inertia',
})
const documentHeaders = Object.freeze({ 'content-type': 'text/html; charset=utf-8', vary: 'X-Inertia' })

/**
 * Writes the answer with a page: JSON for the client's router, a document for everybody else.
 *
 * @throws ASH307 when rendering fails and `throwOnRenderError` is set.
 */
export async function renderPage(page: ResolvedPage, options: RenderPageOptions): Promise<InertiaAnswer> {
  if (page.visit.inertia) return { status: page.status, headers: jsonHeaders, body: writePageJson(page) }
  const rendered = await renderOnServer(page, options)
  const body = options.template({
    head: rendered?.head.join('') ?? '',
    body: writeBody(page, rendered?.html),
    nonce: options.nonce ?? '',
    component: page.component,
    serverRendered: rendered !== undefined,
  })
  return { status: page.status, headers: documentHeaders, body }
}

async function renderOnServer(page: ResolvedPage, options: RenderPageOptions): Promise<RenderedMarkup | undefined> {
  if (!options.render || !page.serverRender) return undefined
  try {
    return await options.render(toPageObject(page))
  } catch (error) {
    if (options.throwOnRenderError) throw renderFailed(page.component, error)
    options.onRenderError?.(error, page.component)
    return undefined
  }
}

/** The page object and the root element. Source: the client's `getInitialPageFromDOM` and `buildSSRBody`. */
function writeBody(page: ResolvedPage, html: string | undefined): string {
  const script = `<script data-page="app" type="application/json">${writeScriptJson(page)}</script>`
  return html === undefined
    ? `${script}<div id="app"></div>`
    : `${script}<div data-server-rendered="true" id="app">${html}</div>`
}
