import { join } from 'node:path'
import { runNode } from '../run-node.ts'

const loadBundle = `
const { enableCompileCache, flushCompileCache } = await import('node:module')
enableCompileCache(process.argv[2])
await import(process.argv[1])
flushCompileCache()
`

/**
 * Loads the server bundle once, so that the first start finds its code compiled. Loading has no effect beyond that.
 *
 * Node keeps the cache apart by its own version and ignores what does not fit, so that a build can be moved to another machine.
 */
export async function warmCompileCache(distFolder: string): Promise<void> {
  const bundle = join(distFolder, 'server/main.js')
  await runNode(['--input-type=module', '-e', loadBundle, bundle, join(distFolder, 'cache')], distFolder)
}
