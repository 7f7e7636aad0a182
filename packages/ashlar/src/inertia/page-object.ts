/** The page object: what the browser gets of a page, as text and as a value. Source: the client's `types.d.ts`. */
import { escapeForScript, RawJson } from './raw-json.ts'
import type { ScrollPage } from './scroll-cursor.ts'

/** Where a scroll prop stands, and whether the browser begins it anew. */
export interface ScrollState {
  readonly pageName: string
  readonly previousPage: ScrollPage
  readonly nextPage: ScrollPage
  readonly currentPage: ScrollPage
  readonly reset: boolean
}

/** A prop that the browser keeps from page to page. */
export interface OnceState {
  readonly prop: string
  /** Milliseconds since 1970, or `null` for no end. */
  readonly expiresAt: number | null
}

/** What a page object says besides component, props, url and version. Present only when it applies. */
export interface PageMetadata {
  readonly encryptHistory?: true
  readonly clearHistory?: true
  readonly preserveFragment?: true
  readonly mergeProps?: readonly string[]
  readonly prependProps?: readonly string[]
  readonly deepMergeProps?: readonly string[]
  /** `path.field` each; the client splits at the last dot. */
  readonly matchPropsOn?: readonly string[]
  readonly scrollProps?: Readonly<Record<string, ScrollState>>
  /** Paths by group. */
  readonly deferredProps?: Readonly<Record<string, readonly string[]>>
  readonly rescuedProps?: readonly string[]
  /** The keys of shared props, which an instant visit carries over to the next page. */
  readonly sharedProps?: readonly string[]
  readonly onceProps?: Readonly<Record<string, OnceState>>
  readonly flash?: Readonly<Record<string, unknown>>
}

/** A page as the client's router takes it. */
export interface PageObject extends PageMetadata {
  readonly component: string
  readonly props: Readonly<Record<string, unknown>>
  readonly url: string
  readonly version: string | null
}

/** The parts of a page object; a prop may still be raw JSON. */
export interface PageParts {
  readonly component: string
  readonly props: Readonly<Record<string, unknown>>
  readonly url: string
  readonly version: string | null
  readonly metadata: PageMetadata
}

/** The page object as a value, as the browser will read it. */
export function toPageObject({ component, props, url, version, metadata }: PageParts): PageObject {
  const values: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(props)) values[key] = value instanceof RawJson ? value.value : value
  return { component, props: values, url, version, ...metadata }
}

/** The page object as JSON text. Each prop is serialised by itself, so that raw JSON is spliced in as it stands. */
export function writePageJson(parts: PageParts): string {
  return writeParts(parts, (raw) => raw.text, String)
}

/** The page object as it stands in a script element. Raw JSON is not escaped again. */
export function writeScriptJson(parts: PageParts): string {
  return writeParts(parts, (raw) => raw.scriptText, escapeForScript)
}

function writeParts(
  { component, props, url, version, metadata }: PageParts,
  writeRaw: (raw: RawJson) => string,
  finish: (json: string) => string,
): string {
  let members = ''
  let plain = ''
  for (const key in props) {
    const value = props[key]
    if (value instanceof RawJson) {
      members += `${finish(`${plain}${JSON.stringify(key)}:`)}${writeRaw(value)}`
      plain = ','
      continue
    }
    const text = JSON.stringify(value)
    if (text !== undefined) plain += `${JSON.stringify(key)}:${text},`
  }
  members += finish(plain)
  const rest = finish(JSON.stringify({ url, version, ...metadata }).slice(1))
  return `{"component":${finish(JSON.stringify(component))},"props":{${members.slice(0, -1)}},${rest}`
}
