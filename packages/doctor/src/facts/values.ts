/**
 * The values of a file's top-level constants, as far as they can be read without running it.
 *
 * Declarations in Ashlar are data, so reading them is enough: literals, objects, lists, names, calls such as
 * `get('/:id', { … })` and functions that import a file. What is none of these is `unknown`, never guessed.
 */
import type {
  ArrowFunctionExpression,
  CallExpression,
  Expression,
  Function as FunctionNode,
  ObjectExpression,
} from 'oxc-parser'
import type { Locate, Position } from '../source/position.ts'
import { defineCollector, type ParsedFile } from './collector.ts'

export type Value =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null; readonly at: Position }
  | ObjectValue
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly at: Position }
  /** A name, or a path of names: `can.read`. */
  | { readonly kind: 'name'; readonly path: readonly string[]; readonly at: Position }
  | CallValue
  /** A function; `imports` is the file that `() => import('./start.ts')` loads. */
  | { readonly kind: 'function'; readonly imports?: string; readonly at: Position }
  | { readonly kind: 'unknown'; readonly at: Position }

export interface Property {
  readonly value: Value
  /** Where its name stands. */
  readonly at: Position
}

export interface ObjectValue {
  readonly kind: 'object'
  readonly properties: Readonly<Record<string, Property>>
  /** What is spread into it, in order. */
  readonly spreads: readonly Value[]
  readonly at: Position
}

export interface CallValue {
  readonly kind: 'call'
  /** What is called: `get`, `z.object`. Of `a().b()` it is `b`, and `receiver` is `a()`. */
  readonly callee: string
  readonly receiver?: Value
  readonly args: readonly Value[]
  readonly at: Position
}

/** Top-level constants by name; the default export by `default`. */
export type Values = Readonly<Record<string, Value>>

/** Declarations are made of what these doors export, or of other declarations. */
const declaresWith = /^ashlar(\/(contract|data|drizzle(\/.+)?))?$|\/contract$|\/contract\.ts$|\/module\.ts$/

export const values = defineCollector<Values, Values>({
  begin: (file) => {
    const declares = file.module.staticImports.some(({ moduleRequest }) => declaresWith.test(moduleRequest.value))
    return declares ? readTopLevel(file) : undefined
  },
  end: (found) => found,
  absent: {},
})

function readTopLevel(file: ParsedFile): Values {
  const found: Record<string, Value> = {}
  const { locate } = file
  for (const statement of file.program.body) {
    if (statement.type === 'ExportDefaultDeclaration') {
      found.default = isExpression(statement.declaration)
        ? readExpression(statement.declaration, locate)
        : { kind: 'unknown', at: locate(statement.declaration) }
    }
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') continue
    for (const { id, init } of declaration.declarations) {
      if (id.type === 'Identifier' && init) found[id.name] = readExpression(init, locate)
    }
  }
  return found
}

const isExpression = (node: { readonly type: string }): node is Expression => !/Declaration$/.test(node.type)

/** The value of one expression. */
export function readExpression(expression: Expression, locate: Locate): Value {
  const at = locate(expression)
  switch (expression.type) {
    case 'Literal':
      return isPlain(expression.value) ? { kind: 'literal', value: expression.value, at } : { kind: 'unknown', at }
    case 'TemplateLiteral': {
      const [only] = expression.quasis
      return only && expression.expressions.length === 0
        ? { kind: 'literal', value: only.value.cooked ?? only.value.raw, at }
        : { kind: 'unknown', at }
    }
    case 'UnaryExpression':
      return readNegative(expression.operator, readExpression(expression.argument, locate), at)
    case 'ObjectExpression':
      return readObject(expression, locate)
    case 'ArrayExpression':
      return {
        kind: 'list',
        items: expression.elements.map((element) =>
          element === null || element.type === 'SpreadElement'
            ? { kind: 'unknown', at }
            : readExpression(element, locate),
        ),
        at,
      }
    case 'Identifier':
      return { kind: 'name', path: [expression.name], at }
    case 'MemberExpression': {
      const path = readPath(expression)
      return path ? { kind: 'name', path, at } : { kind: 'unknown', at }
    }
    case 'CallExpression':
      return readCall(expression, locate)
    case 'ArrowFunctionExpression':
    case 'FunctionExpression': {
      const imported = readImportingBody(expression)
      return imported === undefined ? { kind: 'function', at } : { kind: 'function', imports: imported, at }
    }
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return readExpression(expression.expression, locate)
    default:
      return { kind: 'unknown', at }
  }
}

const isPlain = (value: unknown): value is string | number | boolean | null =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)

function readNegative(operator: string, value: Value, at: Position): Value {
  return operator === '-' && value.kind === 'literal' && typeof value.value === 'number'
    ? { kind: 'literal', value: -value.value, at }
    : { kind: 'unknown', at }
}

function readObject(expression: ObjectExpression, locate: Locate): ObjectValue {
  const properties: Record<string, Property> = {}
  const spreads: Value[] = []
  for (const property of expression.properties) {
    if (property.type === 'SpreadElement') {
      spreads.push(readExpression(property.argument, locate))
      continue
    }
    const name = readKey(property.key, property.computed)
    if (name === undefined) spreads.push({ kind: 'unknown', at: locate(property) })
    else properties[name] = { value: readExpression(property.value, locate), at: locate(property.key) }
  }
  return { kind: 'object', properties, spreads, at: locate(expression) }
}

function readKey(key: { readonly type: string }, computed: boolean): string | undefined {
  if (key.type === 'Identifier' && !computed) return (key as unknown as { readonly name: string }).name
  if (key.type === 'Literal') return String((key as unknown as { readonly value: unknown }).value)
  return undefined
}

function readCall(expression: CallExpression, locate: Locate): Value {
  const at = locate(expression)
  const args = expression.arguments.map(
    (argument): Value =>
      argument.type === 'SpreadElement' ? { kind: 'unknown', at: locate(argument) } : readExpression(argument, locate),
  )
  const { callee } = expression
  const path = readPath(callee)
  if (path) return { kind: 'call', callee: path.join('.'), args, at }
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return { kind: 'unknown', at }
  return { kind: 'call', callee: callee.property.name, receiver: readExpression(callee.object, locate), args, at }
}

/** `a.b.c` as its names. */
function readPath(expression: Expression): readonly string[] | undefined {
  if (expression.type === 'Identifier') return [expression.name]
  if (expression.type !== 'MemberExpression' || expression.property.type !== 'Identifier') return undefined
  if (expression.computed) return undefined
  const head = readPath(expression.object)
  return head && [...head, expression.property.name]
}

/** The file that `() => import('./start.ts')` loads. */
function readImportingBody(expression: ArrowFunctionExpression | FunctionNode): string | undefined {
  if (expression.type !== 'ArrowFunctionExpression' || expression.body.type !== 'ImportExpression') return undefined
  const { source } = expression.body
  return source.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined
}
