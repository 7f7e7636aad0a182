/**
 * Leaves out of the browser's files what no browser needs, but what keeps whole libraries from being dropped.
 *
 * Each of these is a line or two in a library, found by its text: where a later version words it differently, it is left
 * as it is, and the files are larger but not wrong.
 */
import type { Plugin } from 'vite'

interface Edit {
  readonly file: RegExp
  readonly text: RegExp
  /** @default nothing */
  readonly replacement?: string
}

const inertiaReact = /@inertiajs\/react\/dist\/index\.js$/
const zodSchemas = /zod\/v4\/classic\/schemas\.js$/

const edits: readonly Edit[] = [
  // Names that only React's developer tools show. As they are set on them, unused components would have to stay.
  { file: inertiaReact, text: /^\w+\.displayName = "\w+";$/gm },
  // Calls without any effect but their result: without a word of it, unused components would have to stay, too.
  {
    file: inertiaReact,
    text: /^(var \w+ = )((?:forwardRef|createContext)\d*\()/gm,
    replacement: '$1/* @__PURE__ */ $2',
  },
  // How requests that check a form beforehand name their token against cross-site requests: there is none here.
  {
    file: /@inertiajs\/core\/dist\/index\.js$/,
    text: /^ +precognitionClient\.withXsrf\w+\(.*\);$/gm,
  },
  // How a schema becomes JSON Schema, for OpenAPI, which is the server's: a page only parses.
  {
    file: zodSchemas,
    text: /^ +inst\._zod\.processJSONSchema = \(ctx, json, params\) => processors\.\w+\(inst, ctx, json, params\);$/gm,
  },
  { file: zodSchemas, text: /^ +toJSONSchema\(params\) \{\n +return createToJSONSchemaMethod\(.*\n +\},$/m },
  { file: zodSchemas, text: /^ +jsonSchema: \{\n(?: +\w+: createStandardJSONSchemaMethod\(.*\n)+ +\},$/m },
]

/** The edits, as a plugin for the browser's build. */
export function leanClient(): Plugin {
  return {
    name: 'ashlar:lean-client',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    transform(code, id) {
      const file = id.replace(/\?.*$/, '').replaceAll('\\', '/')
      const own = edits.filter((edit) => edit.file.test(file))
      if (own.length === 0) return undefined
      return { code: own.reduce((text, edit) => text.replace(edit.text, edit.replacement ?? ''), code), map: null }
    },
  }
}
