/** Brings a page's schema and its props together, and says in its terms what does not fit. */
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { Page } from '../contract/pages.ts'
import { propBreaksSchema, propMissing, propNotDeclared, propNotTransportable, rawJsonNotProjected } from './errors.ts'
import { outputSchemaOf } from './output-schema.ts'
import { Misfit } from './plain-json.ts'
import { type Projector, projectorOf, Untransportable } from './projector.ts'
import { RawJson } from './raw-json.ts'

/**
 * The projector of a page's props, compiled on first use. Calling it at boot finds a page that cannot be sent early.
 *
 * @throws ASH303 when the page declares something that JSON cannot carry.
 */
export function projectorOfPage(page: Page): Projector {
  try {
    return projectorOf(page.props)
  } catch (error) {
    if (!(error instanceof Untransportable)) throw error
    throw propNotTransportable(page.name, error.path.join('.'), error.schemaKind)
  }
}

/**
 * Keeps what is declared of the value at a path of a page's props.
 *
 * @throws ASH300 when nothing safe can be kept.
 */
export function projectProp(page: string, projector: Projector, value: unknown, path: string): unknown {
  try {
    return projector.project(value)
  } catch (error) {
    if (!(error instanceof Misfit)) throw error
    throw propBreaksSchema(page, [{ path: [path, ...error.path].join('.'), message: error.message }], error)
  }
}

/**
 * Checks that a handler gave what a page declares: nothing else, and on a full visit nothing less.
 *
 * @throws ASH301 or ASH302
 */
export function assertDeclared(page: Page, props: Readonly<Record<string, unknown>>, isPartial: boolean): void {
  const projector = projectorOfPage(page)
  for (const key of Object.keys(props)) {
    if (!projector.member?.(props, key)) throw propNotDeclared(page.name, key)
  }
  if (isPartial) return
  for (const [key, schema] of Object.entries(page.props.shape)) {
    const isGiven = props[key] !== undefined
    if (!isGiven && !outputSchemaOf(schema).safeParse(undefined).success) throw propMissing(page.name, key)
  }
}

/**
 * Parses the whole value of a prop by its schema.
 *
 * @throws ASH300 or ASH304
 */
export function assertFits(page: Page, key: string, value: unknown): void {
  const schema: z.core.$ZodType | undefined = page.props.shape[key] ?? page.props._zod.def.catchall
  if (!schema) return
  const known = value instanceof RawJson ? value.value : value
  const { error } = outputSchemaOf(schema).safeParse(known)
  if (error) {
    const problems = error.issues.map(({ path, message }) => ({ path: [key, ...path].map(String).join('.'), message }))
    throw propBreaksSchema(page.name, problems, error)
  }
  if (value instanceof RawJson && !isDeepStrictEqual(projectProp(page.name, projectorOf(schema), known, key), known)) {
    throw rawJsonNotProjected(page.name, key)
  }
}
