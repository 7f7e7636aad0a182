/** The addresses that a file writes out as text, such as `/orders/new`, with `:` in the place of what is filled in. */
import { defineCollector } from './collector.ts'

export interface State {
  readonly found: Set<string>
  /** Where a path stands that declares a route instead of leading to one. */
  readonly declared: Set<number>
}

const address = /^\/[\w.~:/-]+$/
const declaring: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'del'])

export const addresses = defineCollector<readonly string[], State>({
  begin: ({ text }) => (/['"`}]\/\w/.test(text) ? { found: new Set(), declared: new Set() } : undefined),
  visit: {
    CallExpression({ callee, arguments: [path] }, { declared }) {
      if (callee.type === 'Identifier' && declaring.has(callee.name) && path) declared.add(path.start)
    },
    Property({ key, value }, { declared }) {
      if (key.type === 'Identifier' && key.name === 'prefix') declared.add(value.start)
    },
    Literal({ value, start }, state) {
      if (typeof value === 'string' && value.startsWith('/') && !state.declared.has(start)) add(state, value)
    },
    TemplateLiteral({ quasis, start }, state) {
      if (state.declared.has(start)) return
      const written = quasis.map(({ value }) => value.cooked ?? value.raw).join(':')
      // Of a whole address, `${base}/orders/new`, the part after the host.
      add(state, written.startsWith(':/') ? written.slice(1) : written)
    },
  },
  end: ({ found }) => [...found],
  absent: [],
})

function add({ found }: State, text: string): void {
  const [path = ''] = text.split(/[?#]/)
  if (address.test(path)) found.add(path)
}
