import { z } from 'zod'

/** A page: a React component of a module, and the props it is given. Only declared props reach the browser. */
export interface Page<Name extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly kind: 'page'
  /** `module/Component`; the file is `src/pages/Component.tsx` of that module. */
  readonly name: Name
  readonly props: z.ZodObject<Shape>
}

/** The pages of one module, by component name. */
export type Pages = Readonly<Record<string, Page>>

/** A page before `defineModule` knows whose it is. */
export interface PageDeclaration<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly props: z.ZodObject<Shape>
}

/** The props a page component receives, shared props aside. */
export type PropsOf<P extends Page> = z.output<P['props']>

/** Declares the props of a page, each by its schema. A prop that comes later, or only when asked for, is `.optional()`. */
export function page<const Shape extends z.ZodRawShape>(props: Shape): PageDeclaration<Shape> {
  return { props: z.object(props) }
}

/**
 * Declares the pages of a module.
 *
 * @example
 * const pages = definePages('billing', { Browse: page({ total: z.number() }) })
 *
 * pages.Browse.name // 'billing/Browse'
 */
export function definePages<const Id extends string, Declarations extends Readonly<Record<string, PageDeclaration>>>(
  id: Id,
  declarations: Declarations,
): {
  readonly [Key in keyof Declarations & string]: Page<`${Id}/${Key}`, Declarations[Key]['props']['shape']>
} {
  const entries = Object.entries(declarations).map(([key, { props }]) => [
    key,
    Object.freeze({ kind: 'page', name: `${id}/${key}`, props }),
  ])
  return Object.freeze(Object.fromEntries(entries))
}
