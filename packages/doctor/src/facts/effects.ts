/** What a file does when it is loaded, besides declaring: calls for their effect, timers, open handles, changed globals. */
import type { Expression } from 'oxc-parser'
import type { Position } from '../source/position.ts'
import { defineCollector, type ParsedFile } from './collector.ts'

export interface Effect {
  /** What is done, as it is written: `setInterval(…)`. */
  readonly what: string
  readonly at: Position
}

/** What starts something that goes on, or reaches out of the process. */
const reaching: ReadonlySet<string> = new Set([
  'setInterval',
  'setTimeout',
  'setImmediate',
  'queueMicrotask',
  'fetch',
  'WebSocket',
  'Worker',
  'EventSource',
  'BroadcastChannel',
])
/** Calls that only finish what is declared. */
const harmless =
  /^(?:Object\.(?:freeze|defineProperty|assign|seal|setPrototypeOf)|z\.(?:config|globalRegistry\.add)|Symbol)$/
const globals = /^(?:globalThis|process|window|global)\b/
/** Parts of Node that only compute. */
const computing = /^(?:node:)?(?:path|url|util|assert|querystring|string_decoder|buffer|crypto)(?:\/|$)/

export const effects = defineCollector<readonly Effect[], readonly Effect[]>({
  begin: (file) => listEffects(file),
  end: (found) => found,
  absent: [],
})

function listEffects(file: ParsedFile): Effect[] {
  const found: Effect[] = []
  const outside = namesFromOutside(file)
  const add = (expression: Expression) => found.push({ what: quote(expression, file), at: file.locate(expression) })
  for (const statement of file.program.body) {
    if (statement.type === 'ExpressionStatement') {
      if (isEffect(statement.expression)) add(statement.expression)
      continue
    }
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declaration?.type !== 'VariableDeclaration') continue
    for (const { init } of declaration.declarations) {
      if (!init) continue
      if (init.type === 'AwaitExpression') add(init)
      else if ((init.type === 'CallExpression' || init.type === 'NewExpression') && reaches(init.callee, outside))
        add(init)
    }
  }
  return found
}

function isEffect(expression: Expression): boolean {
  switch (expression.type) {
    case 'CallExpression':
    case 'NewExpression':
      return !harmless.test(pathOf(expression.callee) ?? '')
    case 'AwaitExpression':
      return true
    case 'AssignmentExpression':
      return expression.left.type === 'MemberExpression' && globals.test(pathOf(expression.left) ?? '')
    default:
      return false
  }
}

function reaches(callee: Expression, outside: ReadonlySet<string>): boolean {
  const first = pathOf(callee)?.split('.')[0]
  return first !== undefined && (reaching.has(first) || outside.has(first))
}

/** The names that come from parts of Node that reach out of the process, and from database drivers. */
function namesFromOutside({ module }: ParsedFile): ReadonlySet<string> {
  const names = module.staticImports
    .filter(({ moduleRequest: { value } }) => (value.startsWith('node:') && !computing.test(value)) || value === 'pg')
    .flatMap(({ entries }) => entries.filter(({ isType }) => !isType).map(({ localName }) => localName.value))
  return new Set(names)
}

function pathOf(expression: Expression): string | undefined {
  if (expression.type === 'Identifier') return expression.name
  if (expression.type !== 'MemberExpression' || expression.property.type !== 'Identifier') return undefined
  const head = pathOf(expression.object)
  return head === undefined ? undefined : `${head}.${expression.property.name}`
}

function quote({ start, end }: Expression, { text }: ParsedFile): string {
  const [line = ''] = text.slice(start, end).split('\n')
  return line.length > 60 ? `${line.slice(0, 57)}…` : line
}
