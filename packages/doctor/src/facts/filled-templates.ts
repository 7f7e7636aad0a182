/**
 * What the templates in a file's own functions are filled with where those are called: of
 * `` const done = (what: string) => `orders:flash.${what}` `` and `done('placed')`, the text `placed`.
 */
import type { CallExpression, TemplateLiteral } from 'oxc-parser'
import type { Position } from '../source/position.ts'
import { defineCollector } from './collector.ts'

export interface FilledTemplate {
  /** The offset at which the template begins. */
  readonly template: number
  readonly value: string
  /** Where the text stands. */
  readonly at: Position
}

export interface State {
  /** The functions around, the innermost last. */
  readonly around: NamedFunction[]
  /** The names of function expressions, by the offset at which they begin. */
  readonly names: Map<number, string>
  readonly templates: { readonly start: number; readonly of: string; readonly parameter: number }[]
  readonly calls: Map<string, CallExpression[]>
}

interface NamedFunction {
  readonly name: string | undefined
  readonly parameters: readonly (string | undefined)[]
}

interface FunctionNode {
  readonly start: number
  readonly id?: { readonly name: string } | null
  readonly params: readonly { readonly type: string; readonly name?: unknown }[]
}

export const filledTemplates = defineCollector<readonly FilledTemplate[], State>({
  begin: ({ text }) =>
    text.includes('${') ? { around: [], names: new Map(), templates: [], calls: new Map() } : undefined,
  visit: {
    VariableDeclarator({ id, init }, { names }) {
      if (id.type === 'Identifier' && init) names.set(init.start, id.name)
    },
    ArrowFunctionExpression: (node, state) => enter(node, state),
    'ArrowFunctionExpression:exit': (_node, { around }) => void around.pop(),
    FunctionDeclaration: (node, state) => enter(node, state),
    'FunctionDeclaration:exit': (_node, { around }) => void around.pop(),
    FunctionExpression: (node, state) => enter(node, state),
    'FunctionExpression:exit': (_node, { around }) => void around.pop(),
    TemplateLiteral(template, { around, templates }) {
      const name = filledBy(template)
      const owner = name === undefined ? undefined : around.findLast(({ parameters }) => parameters.includes(name))
      if (owner?.name === undefined) return
      templates.push({ start: template.start, of: owner.name, parameter: owner.parameters.indexOf(name) })
    },
    CallExpression(call, { calls }) {
      if (call.callee.type !== 'Identifier') return
      const list = calls.get(call.callee.name)
      if (list) list.push(call)
      else calls.set(call.callee.name, [call])
    },
  },
  end: ({ templates, calls }, { locate }) =>
    templates.flatMap(({ start, of, parameter }) =>
      (calls.get(of) ?? []).flatMap(({ arguments: args }) => {
        const argument = args[parameter]
        return argument?.type === 'Literal' && typeof argument.value === 'string'
          ? [{ template: start, value: argument.value, at: locate(argument) }]
          : []
      }),
    ),
  absent: [],
})

function enter({ start, id, params }: FunctionNode, { around, names }: State): void {
  around.push({
    name: id?.name ?? names.get(start),
    parameters: params.map(({ type, name }) => (type === 'Identifier' && typeof name === 'string' ? name : undefined)),
  })
}

/** The name that a template of one part is filled with. */
function filledBy({ expressions }: TemplateLiteral): string | undefined {
  const [only] = expressions
  return expressions.length === 1 && only?.type === 'Identifier' ? only.name : undefined
}
