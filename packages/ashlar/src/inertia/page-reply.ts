/** How a handler answers with a page. */
import type { Page, PropsOf } from '../contract/pages.ts'
import type { Reply } from '../module/handler.ts'
import type { PageInput } from './prop-input.ts'

/** What a handler may ask of the page it answers with. */
export interface RenderOptions {
  /** The HTTP status. @default 200 */
  readonly status?: number
  /** Whether a first visit is rendered on the server. @default true */
  readonly serverRender?: boolean
}

export interface PageReply<P extends Page = Page> extends Reply {
  readonly kind: 'page'
  readonly page: P
  readonly props: PageInput<PropsOf<P>>
  readonly options: RenderOptions
}

/** Answers with a page. Closures among its props run only when the visit wants them, within the request's transaction. */
export function render<P extends Page>(
  page: P,
  props: PageInput<PropsOf<P>>,
  options: RenderOptions = {},
): PageReply<P> {
  return { kind: 'page', page, props, options }
}
