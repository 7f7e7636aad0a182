import type { PageAssets, RenderablePage, RenderedPage } from 'ashlar/runtime'

/** The files of a browser build, by what needs them. Plain JSON: it is written into the server bundle. */
export interface AssetTable {
  /** Changes with every build whose files differ. */
  readonly version: string
  /** The picture that browsers show beside the app's name, and its media type. */
  readonly icon: { readonly file: string; readonly type: string }
  /** The script that starts the app. */
  readonly entry: string
  /** The style sheets of every page. */
  readonly styles: readonly string[]
  /** What each page needs besides, by page name. */
  readonly pages: Readonly<Record<string, PageFiles>>
}

export interface PageFiles {
  readonly scripts: readonly string[]
  readonly styles: readonly string[]
}

/** Server rendering as the build exports it. */
export interface Renderer {
  readonly render: (page: RenderablePage) => Promise<RenderedPage>
}

/** Serves the pages of a production build. Server rendering is loaded with the first page. */
export function createBuiltAssets(
  table: AssetTable,
  folder: string,
  loadRenderer: () => Promise<Renderer>,
): PageAssets {
  let renderer: Promise<Renderer> | undefined
  return {
    version: table.version,
    folder,
    tags: (page, nonce) => writeTags(table, page, nonce),
    render: async (page) => {
      renderer ??= loadRenderer()
      return (await renderer).render(page)
    },
  }
}

function writeTags({ icon, entry, styles, pages }: AssetTable, page: string, nonce: string): string {
  const own = pages[page]
  return [
    `<link rel="icon" type="${icon.type}" href="/assets/${icon.file}">`,
    ...[...styles, ...(own?.styles ?? [])].map((file) => `<link rel="stylesheet" href="/assets/${file}">`),
    `<script type="module" src="/assets/${entry}" nonce="${nonce}"></script>`,
    ...(own?.scripts ?? []).map((file) => `<link rel="modulepreload" href="/assets/${file}" nonce="${nonce}">`),
  ].join('')
}
