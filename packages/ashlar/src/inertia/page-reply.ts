/** How a handler answers with a page. */
import type { Page, PropsOf } from '../contract/pages.ts'
import type { Reply } from '../module/handler.ts'
import type { PageInput } from './prop-input.ts'
import type { PageOptions } from './resolve-page.ts'

/** What a handler may ask of the page it answers with. */
export type RenderOptions = Omit<PageOptions, 'validate'>

export interface PageReply<P extends Page = Page> extends Reply {
  readonly kind: 'page'
  readonly page: P
  readonly props: PageInput<PropsOf<P>>
  readonly options: RenderOptions
}

/** Answers with a page. Closures among its props run only when the visit wants them, within the request's transaction. */
export function render<P extends Page>(
  page: P,
  // Only the page says what the props are, so that what a closure returns is read in the light of it.
  props: NoInfer<PageInput<PropsOf<P>>>,
  options: RenderOptions = {},
): PageReply<P> {
  return { kind: 'page', page, props, options }
}
