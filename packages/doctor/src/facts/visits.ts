/** The routes that a file visits: by a form, an action, the router or a link. The browser expects a page in answer. */
import type { CallExpression, Expression, JSXAttribute } from 'oxc-parser'
import type { Position } from '../source/position.ts'
import { defineCollector, type ParsedFile } from './collector.ts'
import { listLocalNames } from './local-names.ts'
import { readExpression } from './values.ts'

export interface Visit {
  /** The names by which the route is known here: `routes`, `store`. */
  readonly route: readonly string[]
  readonly at: Position
}

export interface State {
  /** What `useForm` and `useAction` are called in this file. */
  readonly hooks: ReadonlySet<string>
  readonly routers: ReadonlySet<string>
  readonly found: Visit[]
}

export const visits = defineCollector<readonly Visit[], State>({
  begin(file) {
    if (!/\bto=\{|ashlar\/react/.test(file.text)) return undefined
    const namesOf = (...wanted: readonly string[]) => new Set(listLocalNames(file, 'ashlar/react', wanted))
    return { hooks: namesOf('useForm', 'useAction'), routers: namesOf('router'), found: [] }
  },
  visit: {
    CallExpression({ callee, arguments: [target] }, { hooks, routers, found }, file) {
      if (!target || target.type === 'SpreadElement') return
      if (callee.type === 'Identifier' && hooks.has(callee.name)) add(found, target, file)
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return
      if (routers.has(callee.object.name) && target.type === 'CallExpression') addAddress(found, target, file)
    },
    JSXAttribute({ name, value }: JSXAttribute, { found }, file) {
      if (name.type !== 'JSXIdentifier' || name.name !== 'to' || value?.type !== 'JSXExpressionContainer') return
      if (value.expression.type === 'CallExpression') addAddress(found, value.expression, file)
    },
  },
  end: ({ found }) => found,
  absent: [],
})

/** Of `routes.show({ id })`, the route. */
const addAddress = (found: Visit[], { callee }: CallExpression, file: ParsedFile): void => add(found, callee, file)

function add(found: Visit[], target: Expression, { locate }: ParsedFile): void {
  const value = readExpression(target, locate)
  if (value.kind === 'name') found.push({ route: value.path, at: value.at })
}
