import type { ReactNode } from 'react'
import type { SharedProps } from '../contract/shared-props.ts'
import { Head } from './inertia.ts'

/** The title of the page, which the browser shows as "Title · App". */
export function Title({ children }: { readonly children: string }): ReactNode {
  return <Head title={children} />
}

/**
 * The title of a document. Inertia hands over the page's part as HTML and writes the result as HTML, so the app's name
 * is escaped too.
 */
export function formatTitle(title: string, page: { readonly props: object }): string {
  const name = escapeHtml((page.props as SharedProps).app.name)
  return title === '' ? name : `${title} · ${name}`
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}
