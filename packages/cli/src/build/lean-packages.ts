import type { Plugin } from 'vite'

const deferred = '\0ashlar:deferred:'

/** A copy of Node's own streams, kept by its packages for the sake of other runtimes. */
const streamCopies = new Set(['readable-stream'])

/**
 * Packages that Fastify's plugins require and an app of ours does not call: `@fastify/static` searches a folder with
 * `glob` only when it is told to make a route of each file.
 */
const seldomUsed = new Map([['glob', { importer: '/@fastify/static/', name: 'glob' }]])

/** Keeps out of the start of a server what dependencies load and it does not use: a sixth of the time it takes. */
export function leanPackages(): Plugin {
  return {
    name: 'ashlar:lean-packages',
    enforce: 'pre',
    async resolveId(id, importer, options) {
      if (streamCopies.has(id)) return this.resolve('node:stream', importer, options)
      const rule = seldomUsed.get(id)
      if (!rule || !importer?.includes(rule.importer)) return undefined
      const found = await this.resolve(id, importer, { ...options, skipSelf: true })
      return found ? `${deferred}${id}:${found.id}` : undefined
    },
    load(id) {
      if (!id.startsWith(deferred)) return undefined
      const [name = '', ...file] = id.slice(deferred.length).split(':')
      const exported = seldomUsed.get(name)?.name
      return `exports.${exported} = (...given) => require(${JSON.stringify(file.join(':'))}).${exported}(...given)`
    },
  }
}
