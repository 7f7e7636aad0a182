/** Renders pages on the server, in the process of the app. */
import { renderToString } from 'react-dom/server'
import type { RenderablePage, RenderedPage } from '../app/page-assets.ts'
import { pageNotInBuild } from './errors.ts'
import { InertiaApp } from './inertia.ts'
import type { PageComponent, ResolvePage } from './page.ts'
import { renderPage } from './render-page.tsx'
import { formatTitle } from './title.tsx'

export interface CreateRendererOptions {
  readonly resolve: ResolvePage
}

/** Renders one page. Rejects when the page throws; the browser can render it then. */
export type RenderPage = (page: RenderablePage) => Promise<RenderedPage>

/**
 * Makes the renderer of an app. It keeps nothing between requests but the loaded components.
 *
 * @throws ASH701 when a page is not in the build.
 */
export function createRenderer({ resolve }: CreateRendererOptions): RenderPage {
  const components = new Map<string, PageComponent>()
  occupyRouter()

  async function load(name: string): Promise<PageComponent> {
    const known = components.get(name)
    if (known) return known
    const file = await resolve(name)
    if (!file) throw pageNotInBuild(name)
    components.set(name, file.default)
    return file.default
  }

  return async (page) => {
    const component = await load(page.component)
    let head: readonly string[] = []
    const element = (
      <InertiaApp
        initialPage={page}
        initialComponent={component}
        resolveComponent={load}
        titleCallback={(title) => formatTitle(title, page)}
        onHeadUpdate={(tags) => {
          head = tags
        }}
      >
        {renderPage}
      </InertiaApp>
    )
    const html = renderToString(element)
    return { head, html }
  }
}

/**
 * Inertia's root starts its router with the first page it ever renders: it would keep that request's props for good and
 * resolve its address, which fails where there is no location. An empty page takes that place.
 */
function occupyRouter(): void {
  renderToString(
    <InertiaApp
      initialPage={{ component: '', props: {}, url: '/', version: null }}
      initialComponent={() => null}
      resolveComponent={() => new Promise(() => {})}
      titleCallback={() => ''}
    />,
  )
}
