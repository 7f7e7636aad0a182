/** The texts that a file looks up: with what `useText()` and `createText()` give, and by keys such as `orders:title`. */
import { splitKey } from 'ashlar/i18n'
import type { CallExpression, Expression, ObjectExpression } from 'oxc-parser'
import type { Position } from '../source/position.ts'
import { defineCollector } from './collector.ts'

/** A key as it is written: whole, or its beginning and end around what is computed. */
export type WrittenKey = { readonly whole: string } | { readonly before: string; readonly after: string }

export interface TextLookup {
  readonly namespace: string
  readonly key: WrittenKey
  /** Whether a count chooses the plural; `null` when that cannot be read. */
  readonly counted: boolean | null
  /** Whether it says what to show when there is no text. */
  readonly hasDefault: boolean
  /** Whether it is looked up for sure; a text such as `orders:placed` may be something else. */
  readonly sure: boolean
  readonly at: Position
}

export interface State {
  readonly lookups: TextLookup[]
  /** The namespace behind each name that texts are looked up with. Names are given anew in each component. */
  readonly namespaces: Map<string, string>
  /** The offsets of texts that the framework is known to look up, and of those that are recorded already. */
  readonly sure: Set<number>
  readonly recorded: Set<number>
}

/** A key with its namespace. Specifiers of Node's own modules look alike. */
const fullKey = /^(?!node:)[a-z][\w-]*:[\w.-]+$/
const fullKeyStart = /^[a-z][\w-]*:[\w.-]*$/
const mayHold = /useText|createText|["'`](?!node:)[a-z][\w-]*:[\w.$-]/

export const lookups = defineCollector<readonly TextLookup[], State>({
  begin: ({ text }) =>
    mayHold.test(text) ? { lookups: [], namespaces: new Map(), sure: new Set(), recorded: new Set() } : undefined,
  visit: {
    VariableDeclarator({ id, init }, { namespaces }) {
      const namespace = init?.type === 'CallExpression' ? readNamespace(init) : undefined
      if (id.type === 'Identifier' && namespace !== undefined) namespaces.set(id.name, namespace)
    },
    CallExpression(call, state, { locate }) {
      markSure(call, state.sure)
      const namespace = namespaceOfCall(call, state.namespaces)
      const [key, values] = call.arguments
      if (namespace === undefined || !key || key.type === 'SpreadElement') return
      for (const { expression, written } of readKeys(key)) {
        state.recorded.add(expression.start)
        state.lookups.push({
          ...withNamespace(written, namespace),
          counted: hasProperty(values, 'count'),
          hasDefault: hasProperty(values, 'defaultValue') !== false,
          sure: true,
          at: locate(expression),
        })
      }
    },
    Property({ key, value }, { sure }) {
      if (key.type === 'Identifier' && key.name === 'flash' && value.type === 'ObjectExpression') {
        markProperties(value, sure, ['message'])
      }
    },
    Literal({ value, start, end }, state, { locate }) {
      if (typeof value !== 'string' || !fullKey.test(value) || state.recorded.has(start)) return
      state.lookups.push(mention({ whole: value }, state.sure.has(start), locate({ start, end })))
    },
    TemplateLiteral(template, state, { locate }) {
      const before = template.quasis[0]?.value.cooked ?? ''
      if (!fullKeyStart.test(before) || state.recorded.has(template.start)) return
      state.lookups.push(mention(readTemplate(template), state.sure.has(template.start), locate(template)))
    },
  },
  end: (state) => state.lookups,
  absent: [],
})

function mention(written: WrittenKey, sure: boolean, at: Position): TextLookup {
  return { ...withNamespace(written, ''), counted: null, hasDefault: false, sure, at }
}

function withNamespace(written: WrittenKey, own: string): Pick<TextLookup, 'namespace' | 'key'> {
  if ('whole' in written) {
    const [namespace, whole] = splitKey(written.whole, own)
    return { namespace, key: { whole } }
  }
  const [namespace, before] = splitKey(written.before, own)
  return { namespace, key: { before, after: written.after } }
}

/** The namespace of `useText('orders')`, and of `createText(locale, 'orders')`. */
function readNamespace({ callee, arguments: args }: CallExpression): string | undefined {
  if (callee.type !== 'Identifier') return undefined
  const argument = callee.name === 'useText' ? args[0] : callee.name === 'createText' ? args[1] : undefined
  return argument?.type === 'Literal' && typeof argument.value === 'string' ? argument.value : undefined
}

/** The namespace of `text('title')` and of `useText('orders')('title')`. */
function namespaceOfCall({ callee }: CallExpression, namespaces: ReadonlyMap<string, string>): string | undefined {
  if (callee.type === 'Identifier') return namespaces.get(callee.name)
  return callee.type === 'CallExpression' ? readNamespace(callee) : undefined
}

interface KeyInCode {
  readonly expression: Expression
  readonly written: WrittenKey
}

const computed: WrittenKey = { before: '', after: '' }

/** The keys that an expression may give. */
function readKeys(expression: Expression): KeyInCode[] {
  switch (expression.type) {
    case 'Literal':
      return [{ expression, written: { whole: String(expression.value) } }]
    case 'TemplateLiteral':
      return [{ expression, written: readTemplate(expression) }]
    case 'ConditionalExpression':
      return [...readKeys(expression.consequent), ...readKeys(expression.alternate)]
    case 'LogicalExpression':
      return [...readKeys(expression.left), ...readKeys(expression.right)]
    case 'BinaryExpression': {
      const { left } = expression
      const before = left.type === 'Literal' && typeof left.value === 'string' ? left.value : ''
      return [{ expression, written: { before, after: '' } }]
    }
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      return readKeys(expression.expression)
    default:
      return [{ expression, written: computed }]
  }
}

function readTemplate({ quasis }: Extract<Expression, { type: 'TemplateLiteral' }>): WrittenKey {
  const texts = quasis.map(({ value }) => value.cooked ?? value.raw)
  const [before = ''] = texts
  return texts.length === 1 ? { whole: before } : { before, after: texts.at(-1) ?? '' }
}

/** Whether an argument has a property; `null` when that cannot be read. */
function hasProperty(argument: CallExpression['arguments'][number] | undefined, name: string): boolean | null {
  if (!argument) return false
  if (argument.type !== 'ObjectExpression') return null
  const { properties } = argument
  if (properties.some((property) => property.type === 'Property' && isNamed(property.key, name))) return true
  return properties.some(({ type }) => type === 'SpreadElement') ? null : false
}

const isNamed = (key: { readonly type: string }, name: string): boolean =>
  'name' in key ? key.name === name : 'value' in key && key.value === name

/** What schemas say of a wrong value, and what `invalidFields()` says of fields, is looked up. */
function markSure(call: CallExpression, sure: Set<number>): void {
  const { callee, arguments: args } = call
  const isFields = callee.type === 'Identifier' && callee.name === 'invalidFields'
  if (!isFields && !(callee.type === 'MemberExpression' && rootOf(callee) === 'z')) return
  for (const argument of args) {
    if (argument.type === 'ObjectExpression')
      markProperties(argument, sure, isFields ? undefined : ['error', 'message'])
    else sure.add(argument.start)
  }
}

function markProperties({ properties }: ObjectExpression, sure: Set<number>, names?: readonly string[]): void {
  for (const property of properties) {
    if (property.type !== 'Property') continue
    if (!names || names.some((name) => isNamed(property.key, name))) sure.add(property.value.start)
  }
}

/** The name that a chain of calls begins with: `z` of `z.string().min(1)`. */
function rootOf(expression: Expression): string | undefined {
  let current = expression
  for (;;) {
    if (current.type === 'MemberExpression') current = current.object
    else if (current.type === 'CallExpression') current = current.callee
    else return current.type === 'Identifier' ? current.name : undefined
  }
}
