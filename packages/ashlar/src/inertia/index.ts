/** The door for handlers: how they answer with a page, and what kinds of props it may have. */
export type { PageReply, RenderOptions } from './page-reply.ts'
export { render } from './page-reply.ts'
export type { PageInput, PropInput } from './prop-input.ts'
export type { DeferOptions, MergeOptions, OnceOptions, ScrollOptions } from './props.ts'
export { always, deepMerge, defer, merge, once, optional, prepend, scroll } from './props.ts'
export type { RawJson } from './raw-json.ts'
export { rawJson, rawJsonObject } from './raw-json.ts'
