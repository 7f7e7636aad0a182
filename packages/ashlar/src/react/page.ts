import type { ComponentType, ReactNode } from 'react'
import type { Page, PropsOf } from '../contract/pages.ts'
import type { SharedProps } from '../contract/shared-props.ts'
import { otherPageShown } from './errors.ts'
import { useInertiaPage } from './inertia.ts'

/** What stands around a page and stays while pages change. */
export type Layout = ComponentType<{ readonly children: ReactNode }>

/** The component of a page. Layouts are listed from the outside in. */
export type PageComponent = ComponentType<never> & { readonly layout?: Layout | readonly Layout[] }

/** A file of a page. */
export interface PageFile {
  readonly default: PageComponent
}

/** Finds the file of a page by its name; `undefined` when the build has no such page. */
export type ResolvePage = (name: string) => Promise<PageFile | undefined> | undefined

/** The page that is shown. */
export interface ShownPage<P extends Page> {
  readonly component: string
  /** Path and query. */
  readonly url: string
  readonly props: PropsOf<P> & SharedProps
}

/**
 * The page that is shown, typed as the one it is known to be.
 *
 * @example
 * const { props } = usePage<typeof pages.Browse>()
 */
export function usePage<P extends Page = Page>(): ShownPage<P> {
  return useInertiaPage() as unknown as ShownPage<P>
}

/**
 * The props of a page, for a component inside of it that is not handed them.
 *
 * @throws ASH702 when another page is shown.
 */
export function usePageProps<P extends Page>(page: P): PropsOf<P> {
  const { component, props } = usePage<P>()
  if (component !== page.name) throw otherPageShown(page.name, component)
  return props
}
