/** The second of two phases: a resolved page becomes an answer. Needs no database connection. */
import type { InertiaAnswer } from './answer.ts'
import { renderFailed } from './errors.ts'
import { type PageObject, toPageObject, writePageJson, writeScriptJson } from './page-object.ts'
import type { ResolvedPage } from './resolve-page.ts'

/** A page rendered on the server. */
export interface RenderedPage {
  /** Tags for the document's head. */
  readonly head: readonly string[]
  /** The root element with the page object before it, as Inertia's own server entry makes them. */
  readonly body: string
}

/** A page rendered on the server, without the page object: it is written here, without serialising shared props again. */
export interface RenderedMarkup {
  /** Tags for the document's head. */
  readonly head: readonly string[]
  /** What stands inside the root element. */
  readonly html: string
}

/** Renders a page in this process. Whatever state it needs belongs to the call, never to the process. */
export type RenderPage = (page: PageObject) => Promise<RenderedPage | RenderedMarkup> | RenderedPage | RenderedMarkup

/** What a document is made of. */
export interface DocumentParts {
  /** The head tags of the page, one a line; empty when the browser renders it. */
  readonly head: string
  /** The root element and the page object. */
  readonly body: string
  /** The nonce that the document's scripts and styles carry. */
  readonly nonce: string
  /** The name of the page, for the assets it needs. */
  readonly component: string
  readonly serverRendered: boolean
}

export interface RenderPageOptions {
  /** Writes the document around a page: title, assets, language, theme. */
  readonly template: (parts: DocumentParts) => string
  /** @default no nonce */
  readonly nonce?: string
  /** Renders first visits on the server. Without it the browser renders alone. */
  readonly render?: RenderPage | undefined
  /** Hears of a page that could not be rendered on the server; the browser renders it then. */
  readonly onRenderError?: (error: unknown, page: PageObject) => void
  /** Raises when a page cannot be rendered on the server: for tests. @default false */
  readonly throwOnRenderError?: boolean
}

/**
 * Writes the answer with a page: JSON for the client's router, a document for everybody else.
 *
 * @throws ASH307 when rendering fails and `throwOnRenderError` is set.
 */
export async function renderPage(page: ResolvedPage, options: RenderPageOptions): Promise<InertiaAnswer> {
  if (page.visit.inertia) return { status: page.status, headers: jsonHeaders, body: writePageJson(page) }
  const { nonce = '', template } = options
  const rendered = await renderOnServer(page, options)
  const head = rendered ? rendered.head.join('\n') : ''
  const body = rendered && 'body' in rendered ? rendered.body : writeBody(page, rendered?.html)
  const parts = { head, body, nonce, component: page.component, serverRendered: rendered !== undefined }
  return { status: page.status, headers: documentHeaders, body: template(parts) }
}

// A browser or proxy must not show the JSON of an address where its document belongs.
const jsonHeaders = Object.freeze({
  'content-type': 'application/json; charset=utf-8',
  'x-inertia': 'true',
  vary: 'X-Inertia',
})
const documentHeaders = Object.freeze({ 'content-type': 'text/html; charset=utf-8', vary: 'X-Inertia' })

async function renderOnServer(
  page: ResolvedPage,
  { render, onRenderError, throwOnRenderError }: RenderPageOptions,
): Promise<RenderedPage | RenderedMarkup | undefined> {
  if (!render || !page.serverRender) return undefined
  const object = toPageObject(page)
  try {
    return await render(object)
  } catch (error) {
    if (throwOnRenderError) throw renderFailed(page.component, error)
    onRenderError?.(error, object)
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
