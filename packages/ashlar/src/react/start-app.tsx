/** Starts the browser's side of an app. */
import { createRoot, hydrateRoot } from 'react-dom/client'
import { announceVisits } from './announce-visits.ts'
import { pageNotInBuild } from './errors.ts'
import { createInertiaApp, router } from './inertia.ts'
import type { PageComponent, ResolvePage } from './page.ts'
import { type PageToRender, renderPage } from './render-page.tsx'
import { tellTenant } from './tell-tenant.ts'
import { formatTitle } from './title.tsx'

export interface StartAppOptions {
  readonly resolve: ResolvePage
}

/**
 * Starts the app in the browser: takes over what the server rendered, or renders it.
 *
 * @throws ASH701 when the server names a page that the build does not have.
 */
export async function startApp({ resolve }: StartAppOptions): Promise<void> {
  async function load(name: string): Promise<PageComponent> {
    const file = await resolve(name)
    if (!file) throw pageNotInBuild(name)
    return file.default
  }

  const noteTenant = tellTenant(router)
  const showPage = (page: PageToRender) => {
    noteTenant(page.props)
    return renderPage(page)
  }
  await createInertiaApp({
    nonce: document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '',
    resolve: load,
    title: formatTitle,
    progress: { delay: 150, color: 'var(--color-accent, #276d6f)', showSpinner: false },
    setup({ el, App, props }) {
      const app = <App {...props}>{showPage}</App>
      if (el.hasAttribute('data-server-rendered')) hydrateRoot(el, app)
      else createRoot(el).render(app)
    },
  })
  announceVisits(router)
}
