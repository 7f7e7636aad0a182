/**
 * The door for handlers: how they answer with a page, and what kinds of props it may have.
 *
 * Behind it stands the server side of the Inertia protocol, version 3. It knows no web framework: it takes plain requests
 * and returns plain answers. Reading order: `inertia-visit.ts` reads the headers; `resolve-page.ts` resolves the props of
 * a page (`props.ts` has their kinds, `resolve-props.ts` the rules, `projector.ts` what of them leaves the server);
 * `page-object.ts` writes the page object, and `render-page.ts` the answer with it. Beside them: `redirect.ts`,
 * `asset-version.ts`, `precognition.ts`.
 */
export type { PageReply, RenderOptions } from './page-reply.ts'
export { render } from './page-reply.ts'
export type { PageInput, PropInput } from './prop-input.ts'
export type { DeferOptions, MergeOptions, OnceOptions, Prop, ScrollOptions } from './props.ts'
export { always, deepMerge, defer, merge, once, optional, prepend, scroll } from './props.ts'
export type { RawJson } from './raw-json.ts'
export { rawJson, rawJsonObject } from './raw-json.ts'
export type { ScrollCursor, ScrollPage } from './scroll-cursor.ts'
