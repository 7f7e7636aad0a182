/** Puts a page into its layouts, alike on the server and in the browser. */
import { createElement, type ReactNode } from 'react'
import type { Layout, PageComponent } from './page.ts'
import { PageBoundary } from './page-boundary.tsx'

/** What Inertia's root hands over for each page. */
export interface PageToRender {
  readonly Component: unknown
  /** Changes with each visit that begins the page anew. */
  readonly key: number | null
  readonly props: object
}

/** The tree of a page: its layouts from the outside in, which persist, and the page itself. */
export function renderPage({ Component, key, props }: PageToRender): ReactNode {
  const component = Component as PageComponent
  const content = <PageBoundary key={key}>{createElement(component, props as never)}</PageBoundary>
  return listLayouts(component).reduceRight<ReactNode>(
    (children, layout) => createElement(layout, undefined, children),
    content,
  )
}

function listLayouts({ layout }: PageComponent): readonly Layout[] {
  if (layout === undefined) return []
  return Array.isArray(layout) ? layout : [layout as Layout]
}
