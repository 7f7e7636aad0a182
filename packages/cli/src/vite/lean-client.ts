/**
 * Leaves out of the browser's files what no browser needs, but what keeps whole libraries from being dropped.
 *
 * Each of these is one line in a library, found by its text: where a later version words it differently, it is left in,
 * and the files are larger but not wrong.
 */
import type { Plugin } from 'vite'

const cuts: readonly { readonly file: RegExp; readonly line: RegExp }[] = [
  // Names that only React's developer tools show. As they are set on them, unused components would have to stay.
  { file: /@inertiajs\/react\/dist\/index\.js$/, line: /^\w+\.displayName = "\w+";$/gm },
  // How a schema becomes JSON Schema, for OpenAPI, which is the server's: a page only parses.
  {
    file: /zod\/v4\/classic\/schemas\.js$/,
    line: /^ +inst\._zod\.processJSONSchema = \(ctx, json, params\) => processors\.\w+\(inst, ctx, json, params\);$/gm,
  },
]

/** The cuts, as a plugin for the browser's build. */
export function leanClient(): Plugin {
  return {
    name: 'ashlar:lean-client',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    transform(code, id) {
      const file = id.replace(/\?.*$/, '').replaceAll('\\', '/')
      const cut = cuts.find((candidate) => candidate.file.test(file))
      return cut && { code: code.replace(cut.line, ''), map: null }
    },
  }
}
