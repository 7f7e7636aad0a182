/** Renders pages on the server, in the process of the app. */
import { App } from '@inertiajs/react'
import { type ComponentType, createElement } from 'react'
import { renderToString } from 'react-dom/server'
import type { RenderablePage, RenderedPage } from '../app/page-assets.ts'
import { formatTitle, type PageFile, type ResolvePage } from './start-app.tsx'

/** Renders one page. Nothing is kept between requests but the loaded components. */
export function createRenderer({
  resolve,
}: {
  readonly resolve: ResolvePage
}): (page: RenderablePage) => Promise<RenderedPage> {
  const files = new Map<string, PageFile>()

  async function load(name: string): Promise<PageFile> {
    const known = files.get(name)
    if (known) return known
    const file = await resolve(name)
    files.set(name, file)
    return file
  }

  return async (page) => {
    const file = await load(page.component)
    let head: string[] = []
    const props: object = {
      initialPage: { flash: {}, rememberedState: {}, ...page } as never,
      initialComponent: file.default,
      resolveComponent: async (name: string) => (await load(name)).default,
      titleCallback: (title: string) => formatTitle(title, page),
      onHeadUpdate: (tags: string[]) => {
        head = tags
      },
    }
    const element = createElement(App as unknown as ComponentType, props)
    const html = renderToString(element)
    return { head, html }
  }
}
