/** Vite in development: hot pages, and rendering on the server from the same sources. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { RenderablePage, RenderedPage } from 'ashlar/runtime'
import { createServer, mergeConfig, type ViteDevServer } from 'vite'
import type { Renderer } from '../serve/built-assets.ts'
import type { PageSource } from '../vite/page-files.ts'
import { pagesModule, refreshEvent, serverEntry, styleSheet } from '../vite/virtual-modules.ts'
import { createViteConfig } from '../vite/vite-config.ts'
import { viteBase } from './dev-assets.ts'

export interface PagesServer {
  /** Takes over the modules of the app as they are now. Vite starts with the first ones. */
  readonly use: (modules: readonly PageSource[]) => Promise<void>
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  readonly render: (page: RenderablePage) => Promise<RenderedPage>
  /** Lets open pages fetch their props anew. */
  readonly refreshProps: () => void
  /** Loads open pages anew. */
  readonly reload: () => void
  /** Shows an error over open pages. */
  readonly showError: (message: string) => void
  readonly close: () => Promise<void>
}

export function createPagesServer(appFolder: string, httpServer: Server): PagesServer {
  let vite: ViteDevServer | undefined
  let modules: readonly PageSource[] = []
  let change: Promise<void> = Promise.resolve()

  async function takeOver(next: readonly PageSource[]): Promise<void> {
    const [before, now] = [describePackages(modules), describePackages(next)]
    const pagesBefore = describePages(modules)
    modules = next
    if (!vite || before !== now) {
      await vite?.close()
      vite = await startVite(appFolder, () => modules, httpServer)
    } else if (pagesBefore !== describePages(next)) {
      for (const environment of Object.values(vite.environments)) {
        for (const id of [pagesModule, styleSheet]) {
          const resolved = await environment.pluginContainer.resolveId(id)
          const module = resolved ? environment.moduleGraph.getModuleById(resolved.id) : undefined
          if (module) environment.moduleGraph.invalidateModule(module)
        }
      }
    }
  }

  return {
    use: (next) => {
      change = change.then(() => takeOver(next))
      return change
    },
    handle: (request, response) => {
      if (vite) vite.middlewares(request, response)
      else response.writeHead(503).end()
    },
    render: async (page) => {
      await change
      if (!vite) throw new TypeError('Vite has not started yet.')
      const { render } = (await vite.ssrLoadModule(serverEntry)) as Renderer
      return render(page)
    },
    refreshProps: () => vite?.ws.send({ type: 'custom', event: refreshEvent }),
    reload: () => vite?.ws.send({ type: 'full-reload' }),
    showError: (message) => vite?.ws.send({ type: 'error', err: { message, stack: '' } }),
    close: async () => {
      await change
      await vite?.close()
    },
  }
}

async function startVite(
  appFolder: string,
  findModules: () => readonly PageSource[],
  httpServer: Server,
): Promise<ViteDevServer> {
  const config = await createViteConfig({
    command: 'serve',
    appFolder,
    // Read again whenever the list of pages is loaded, so that a new page needs no other Vite.
    get modules() {
      return findModules()
    },
  })
  return createServer(
    mergeConfig(config, { base: viteBase, server: { middlewareMode: true, ws: { server: httpServer } } }),
  )
}

/** What a running Vite cannot take over: which packages there are, and where. */
function describePackages(modules: readonly PageSource[]): string {
  return JSON.stringify(modules.map(({ packageFolder }) => packageFolder))
}

function describePages(modules: readonly PageSource[]): string {
  return JSON.stringify(modules.map(({ manifest }) => manifest.pages))
}
