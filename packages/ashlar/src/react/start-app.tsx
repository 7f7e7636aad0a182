/** Starts the browser's side of an app, and renders its pages on the server. */
import { createInertiaApp, router } from '@inertiajs/react'
import type { ComponentType } from 'react'
import { createRoot, hydrateRoot } from 'react-dom/client'
import type { SharedProps } from '../contract/shared-props.ts'
import { announceVisits } from './announce-visits.ts'

/** A file of a page: its component, with the layout it stands in. */
export interface PageFile {
  readonly default: ComponentType
}

/** Finds the file of a page by its name. */
export type ResolvePage = (name: string) => Promise<PageFile>

/** Titles stand as "Page · App". */
export function formatTitle(title: string, page: { readonly props: object }): string {
  const { app } = page.props as SharedProps
  return title === '' ? app.name : `${title} · ${app.name}`
}

/** What Inertia hands over once the first page is loaded. */
interface BrowserSetup {
  readonly el: HTMLElement
  readonly App: ComponentType<object>
  readonly props: object
}

/** Starts the app in the browser: takes over what the server rendered, or renders it. */
export async function startApp({ resolve }: { readonly resolve: ResolvePage }): Promise<void> {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
  await createInertiaApp({
    nonce,
    resolve: async (name: string) => (await resolve(name)).default,
    title: formatTitle,
    progress: { delay: 150, color: 'var(--color-accent, #2f6f6a)', showSpinner: false },
    setup({ el, App, props }: BrowserSetup) {
      if (el.hasAttribute('data-server-rendered')) hydrateRoot(el, <App {...props} />)
      else createRoot(el).render(<App {...props} />)
    },
  })
  announceVisits(router)
}
