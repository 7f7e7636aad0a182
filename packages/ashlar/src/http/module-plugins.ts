/** Mounts the Fastify plugins that modules bring, each in an encapsulated context below its module's prefix. */
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { Access } from '../contract/access.ts'
import { describeAccess } from '../module/describe-module.ts'
import { assertMayUse, noteViewer, openVisit } from './admit-request.ts'
import { isCrossSite } from './cross-site.ts'
import { crossSiteRequest, pluginRouteWithoutAccess } from './errors.ts'
import type { HttpOptions } from './http-app.ts'

export interface ModulePlugin {
  readonly module: string
  readonly plugin: FastifyPluginAsync
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route; one without it refuses the boot. */
    can?: Access
  }
}

/**
 * Mounts every plugin. Its routes state their access in `config.can` and are guarded like any other.
 *
 * @throws ASH236 when a route states none.
 */
export async function mountPlugins(fastify: FastifyInstance, options: HttpOptions): Promise<void> {
  for (const { module, plugin } of options.plugins) {
    await fastify.register(
      async (context) => {
        context.addHook('onRoute', ({ config, method, url }) => {
          if (!config?.can) throw pluginRouteWithoutAccess(module, String(method), url)
        })
        context.addHook('onRequest', async (request) => {
          const visit = openVisit(request)
          request.visit = visit
          if (!visit.scope.readOnly && isCrossSite(visit.headers, options.origin)) throw crossSiteRequest(visit.path)
          noteViewer(
            visit,
            await options.identifyAlone({ cookies: visit.cookies, authorization: visit.headers.authorization }),
          )
          assertMayUse(describeAccess(request.routeOptions.config.can), visit.viewer, visit.path)
        })
        await context.register(plugin)
      },
      { prefix: `/${module}` },
    )
  }
}
