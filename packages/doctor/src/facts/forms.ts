/** The forms of a file: each `useForm(routes.store, { initial: { … } })`, with the fields it starts with. */
import type { Argument, CallExpression, Expression } from 'oxc-parser'
import type { Position } from '../source/position.ts'
import { defineCollector, type ParsedFile } from './collector.ts'
import { listLocalNames } from './local-names.ts'
import { declare, isObject, openFile, openFunction, resolve, type Scope } from './scopes.ts'
import { readExpression, type Value } from './values.ts'

export interface FormField {
  readonly name: string
  readonly at: Position
}

export interface FormUse {
  /** The names by which the route is known here: `routes`, `store`. */
  readonly route: readonly string[]
  readonly fields: readonly FormField[]
  /** Whether there are no fields besides these and those in `bound`. */
  readonly complete: boolean
  /** The fields that the file ties to inputs or sets, in whichever of its forms, so that they may come later. */
  readonly bound: readonly string[]
  readonly at: Position
}

export interface State {
  /** What `useForm` is called in this file. */
  readonly hook: string
  /** From the whole file to the innermost function. */
  readonly scopes: Scope[]
  readonly found: Omit<FormUse, 'bound'>[]
  readonly bound: Set<string>
  /** Whether a field is bound whose name is computed. */
  bindsAny: boolean
}

/** The methods of a form that name a field first. */
const binding: ReadonlySet<string> = new Set(['field', 'item', 'setField'])

export const forms = defineCollector<readonly FormUse[], State>({
  begin(file) {
    const [hook] = listLocalNames(file, 'ashlar/react', ['useForm'])
    if (hook === undefined) return undefined
    return { hook, scopes: [openFile(file)], found: [], bound: new Set(), bindsAny: false }
  },
  visit: {
    FunctionDeclaration: (node, { scopes }) => void scopes.push(openFunction(node)),
    'FunctionDeclaration:exit': (_node, { scopes }) => void scopes.pop(),
    FunctionExpression: (node, { scopes }) => void scopes.push(openFunction(node)),
    'FunctionExpression:exit': (_node, { scopes }) => void scopes.pop(),
    ArrowFunctionExpression: (node, { scopes }) => void scopes.push(openFunction(node)),
    'ArrowFunctionExpression:exit': (_node, { scopes }) => void scopes.pop(),
    VariableDeclaration(declaration, { scopes }, file) {
      const scope = scopes.at(-1)
      if (scope && scopes.length > 1) declare(declaration, scope, file)
    },
    CallExpression(call, state, file) {
      const name = nameOf(call.callee)
      if (name === state.hook) readForm(call, state, file)
      else if (name !== undefined && binding.has(name)) readBinding(call.arguments[0], state)
    },
  },
  end: ({ found, bound, bindsAny }) =>
    found.map((form) => ({ ...form, complete: form.complete && !bindsAny, bound: [...bound] })),
  absent: [],
})

/** What is called: the function, or the method of whatever. */
function nameOf(callee: Expression): string | undefined {
  if (callee.type === 'Identifier') return callee.name
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier' ? callee.property.name : undefined
}

function readForm({ arguments: [route, options], ...call }: CallExpression, state: State, file: ParsedFile): void {
  if (!route || route.type === 'SpreadElement' || !options || options.type === 'SpreadElement') return
  const target = readExpression(route, file.locate)
  const initial = findInitial(options)
  if (target.kind !== 'name' || !initial) return
  const { scopes, found } = state
  found.push({
    route: target.path,
    ...listFields(readExpression(initial, file.locate), scopes),
    at: file.locate(call),
  })
}

/** What the fields hold at first. What is claimed to be something else, `{ … } as Order`, is left out. */
function findInitial(options: Expression): Expression | undefined {
  if (options.type !== 'ObjectExpression') return undefined
  const values = options.properties.flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === 'initial'
      ? [property.value]
      : [],
  )
  return values.find((value) => value.type === 'Identifier' || isObject(value))
}

function readBinding(field: Argument | undefined, state: State): void {
  if (field?.type === 'Literal' && typeof field.value === 'string') state.bound.add(field.value)
  else state.bindsAny = true
}

/** The fields of an object, with those of what is spread into it. */
function listFields(value: Value, scopes: readonly Scope[]): Pick<FormUse, 'fields' | 'complete'> {
  const object = resolve(value, scopes)
  if (object?.kind !== 'object') return { fields: [], complete: false }
  const spread = object.spreads.map((each) => listFields(each, scopes))
  return {
    fields: [
      ...spread.flatMap(({ fields }) => fields),
      ...Object.entries(object.properties).map(([name, { at }]) => ({ name, at })),
    ],
    complete: spread.every(({ complete }) => complete),
  }
}
