/** What a behaviour takes of what it is given: the names in `behaviour(({ db, catalog }) => …)`. */
import { defineCollector } from './collector.ts'

/** The names; `all` when it keeps the whole and may use any; absent when the file makes no behaviour. */
export type Given = readonly string[] | 'all' | null

export const given = defineCollector<Given, { taken: Given }>({
  begin: ({ text }) => (text.includes('behaviour') ? { taken: null } : undefined),
  visit: {
    CallExpression({ callee, arguments: [create] }, state) {
      if (callee.type !== 'Identifier' || callee.name !== 'behaviour') return
      if (create?.type !== 'ArrowFunctionExpression' && create?.type !== 'FunctionExpression') {
        state.taken = 'all'
        return
      }
      const [parameter] = create.params
      state.taken = parameter ? namesIn(parameter) : []
    },
  },
  end: ({ taken }) => taken,
  absent: null,
})

function namesIn(parameter: {
  readonly type: string
  readonly properties?: readonly { readonly type: string; readonly key?: unknown }[]
}): Given {
  if (parameter.type !== 'ObjectPattern' || !parameter.properties) return 'all'
  const names = parameter.properties.map(({ key }) => nameOf(key))
  return names.every((name) => name !== undefined) ? names : 'all'
}

/** A rest element has no key: it keeps whatever is left. */
function nameOf(key: unknown): string | undefined {
  if (typeof key !== 'object' || key === null) return undefined
  if ('name' in key && typeof key.name === 'string') return key.name
  return 'value' in key && typeof key.value === 'string' ? key.value : undefined
}
