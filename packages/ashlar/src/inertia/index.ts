/**
 * The server side of the Inertia protocol, version 3. It knows no web framework: it takes plain requests and returns
 * plain answers.
 *
 * Reading order: `inertia-visit.ts` reads the headers, `resolve-page.ts` resolves the props of a page (`props.ts` has
 * their kinds, `resolve-props.ts` the rules, `projector.ts` what of them leaves the server), `page-object.ts` writes
 * the page object and `render-page.ts` the answer. Beside them: `redirect.ts`, `asset-version.ts`, `precognition.ts`.
 */
export type { InertiaAnswer } from './answer.ts'
export { refuseStaleAssets } from './asset-version.ts'
export type { Errors } from './form-errors.ts'
export type { InertiaVisit, PartialReload, VisitRequest } from './inertia-visit.ts'
export { readVisit, takesCarriedState } from './inertia-visit.ts'
export type { OnceState, PageMetadata, PageObject, PageParts, ScrollState } from './page-object.ts'
export { toPageObject, writePageJson, writeScriptJson } from './page-object.ts'
export { projectorOfPage } from './page-schema.ts'
export { answerPrecognition, isPrecognition } from './precognition.ts'
export type { Data, PageInput, PropInput } from './prop-input.ts'
export type {
  DeferOptions,
  Kept,
  MayBeAbsent,
  MergeOptions,
  OnceOptions,
  Prop,
  ScrollOptions,
  Source,
} from './props.ts'
export { always, deepMerge, defer, merge, once, optional, prepend, scroll } from './props.ts'
export { RawJson, rawJson, rawJsonObject } from './raw-json.ts'
export type { RedirectAnswerOptions } from './redirect.ts'
export { locationAnswer, previousAddress, redirectAnswer } from './redirect.ts'
export type { DocumentParts, RenderedMarkup, RenderedPage, RenderPage, RenderPageOptions } from './render-page.ts'
export { renderPage } from './render-page.ts'
export type { CarriedState, PageOptions, ResolvedPage, ResolvePageInput } from './resolve-page.ts'
export { resolvePage } from './resolve-page.ts'
export type { ScrollCursor, ScrollPage } from './scroll-cursor.ts'
