/** Holds the props of a page against its declaration, and says in the page's terms what does not fit. */
import type { Page } from '../contract/pages.ts'
import { propBreaksSchema, propMissing, propNotDeclared, propNotTransportable } from './errors.ts'
import { outputSchemaOf } from './output-schema.ts'
import { Misfit } from './plain-json.ts'
import { type Projector, projectorOf, Untransportable } from './projector.ts'
import { RawJson } from './raw-json.ts'

const shapes = new WeakMap<Page, ReadonlyMap<string, Projector>>()

/**
 * The projectors of a page's props, compiled on first use.
 *
 * @throws ASH303 when a prop is declared with something that JSON cannot carry.
 */
export function shapeOf(page: Page): ReadonlyMap<string, Projector> {
  const known = shapes.get(page)
  if (known) return known
  const shape = new Map<string, Projector>()
  for (const [prop, schema] of Object.entries(page.props.shape)) {
    try {
      shape.set(prop, projectorOf(schema))
    } catch (error) {
      if (!(error instanceof Untransportable)) throw error
      throw propNotTransportable(page.name, [prop, ...error.path].join('.'), error.schemaKind)
    }
  }
  shapes.set(page, shape)
  return shape
}

/** Keeps the declared part of a value. @throws ASH300 when it does not have the declared form. */
export function projectValue(page: Page, projector: Projector, value: unknown, path: string): unknown {
  try {
    return projector.project(value)
  } catch (error) {
    if (!(error instanceof Misfit)) throw error
    throw propBreaksSchema(page.name, [{ path: [path, ...error.path].join('.'), message: error.message }], error)
  }
}

/** @throws ASH301 for a prop that is not declared, ASH302 for one that is missing. */
export function checkGiven(page: Page, given: object, isPartial: boolean): void {
  for (const prop of Object.keys(given)) {
    if (!(prop in page.props.shape)) throw propNotDeclared(page.name, prop)
  }
  if (isPartial) return
  for (const [prop, schema] of Object.entries(page.props.shape)) {
    if (!(prop in given) && !schema._zod.optin) throw propMissing(page.name, prop)
  }
}

/** Parses a whole value. @throws ASH300 when it breaks its schema. */
export function checkValue(page: Page, prop: string, value: unknown): void {
  const schema = page.props.shape[prop]
  if (!schema || value === undefined) return
  const result = outputSchemaOf(schema).safeParse(value instanceof RawJson ? value.value : value)
  if (result.success) return
  const problems = result.error.issues.map(({ path, message }) => ({ path: [prop, ...path].join('.'), message }))
  throw propBreaksSchema(page.name, problems, result.error)
}
