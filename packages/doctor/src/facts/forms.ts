/** The forms of a file: each `useForm(routes.store, { initial: { … } })`, with the fields it starts with. */
import type {
  BindingPattern,
  BindingRestElement,
  CallExpression,
  Expression,
  ParamPattern,
  VariableDeclaration,
} from 'oxc-parser'
import type { Position } from '../source/position.ts'
import { defineCollector, type ParsedFile } from './collector.ts'
import { readExpression, type Value } from './values.ts'

export interface FormField {
  readonly name: string
  readonly at: Position
}

export interface FormUse {
  /** The names by which the route is known here: `routes`, `store`. */
  readonly route: readonly string[]
  readonly fields: readonly FormField[]
  /** Whether there are no fields besides these. */
  readonly complete: boolean
  readonly at: Position
}

/** The constants of one function, by name; `undefined` for a name whose value is not known. */
type Scope = Map<string, Value | undefined>

interface State {
  /** What `useForm` is called in this file. */
  readonly hook: string
  /** From the whole file to the innermost function. */
  readonly scopes: Scope[]
  readonly found: FormUse[]
}

export const forms = defineCollector<readonly FormUse[], State>({
  begin(file) {
    const hook = findHook(file)
    return hook === undefined ? undefined : { hook, scopes: [readTopLevel(file)], found: [] }
  },
  visit: {
    FunctionDeclaration: ({ params }, { scopes }) => void scopes.push(bindAll(params)),
    'FunctionDeclaration:exit': (_node, { scopes }) => void scopes.pop(),
    FunctionExpression: ({ params }, { scopes }) => void scopes.push(bindAll(params)),
    'FunctionExpression:exit': (_node, { scopes }) => void scopes.pop(),
    ArrowFunctionExpression: ({ params }, { scopes }) => void scopes.push(bindAll(params)),
    'ArrowFunctionExpression:exit': (_node, { scopes }) => void scopes.pop(),
    VariableDeclaration(declaration, { scopes }, file) {
      const scope = scopes.at(-1)
      if (scope && scopes.length > 1) declare(declaration, scope, file)
    },
    CallExpression(call, state, file) {
      if (call.callee.type === 'Identifier' && call.callee.name === state.hook) readForm(call, state, file)
    },
  },
  end: ({ found }) => found,
  absent: [],
})

function findHook({ module }: ParsedFile): string | undefined {
  return module.staticImports
    .filter(({ moduleRequest }) => moduleRequest.value === 'ashlar/react')
    .flatMap(({ entries }) => entries)
    .find(({ importName, isType }) => importName.name === 'useForm' && !isType)?.localName.value
}

function readForm(
  { arguments: [route, options], ...call }: CallExpression,
  { scopes, found }: State,
  file: ParsedFile,
) {
  if (!route || route.type === 'SpreadElement' || !options || options.type === 'SpreadElement') return
  const target = readExpression(route, file.locate)
  const given = resolve(readExpression(options, file.locate), scopes)
  if (target.kind !== 'name' || given?.kind !== 'object') return
  const initial = given.properties.initial?.value
  if (initial) found.push({ route: target.path, ...listFields(initial, scopes), at: file.locate(call) })
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

/** The constant behind a name, as far as it is one of this file. */
function resolve(value: Value, scopes: readonly Scope[]): Value | undefined {
  if (value.kind !== 'name') return value
  const [name, ...members] = value.path
  const scope = name === undefined || members.length > 0 ? undefined : scopes.findLast((each) => each.has(name))
  return scope?.get(name ?? '')
}

function readTopLevel(file: ParsedFile): Scope {
  const scope: Scope = new Map()
  for (const statement of file.program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declaration?.type === 'VariableDeclaration') declare(declaration, scope, file)
  }
  return scope
}

/** Adds the names of a declaration. One that the function has already, in another block, is no longer known. */
function declare({ kind, declarations }: VariableDeclaration, scope: Scope, { locate }: ParsedFile): void {
  for (const { id, init } of declarations) {
    const isKnown = kind === 'const' && id.type === 'Identifier' && init !== null && !scope.has(id.name)
    if (isKnown && isObject(init)) scope.set(id.name, readExpression(init, locate))
    else for (const name of namesOf(id)) scope.set(name, undefined)
  }
}

function isObject(expression: Expression): boolean {
  const isTyped = expression.type === 'TSAsExpression' || expression.type === 'TSSatisfiesExpression'
  return isTyped ? isObject(expression.expression) : expression.type === 'ObjectExpression'
}

const bindAll = (patterns: readonly Pattern[]): Scope =>
  new Map(patterns.flatMap(namesOf).map((name) => [name, undefined]))

type Pattern = ParamPattern | BindingPattern | BindingRestElement

/** Every name that a pattern makes: `id` and `rest` of `{ id, ...rest }`. */
function namesOf(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => namesOf(property.type === 'Property' ? property.value : property))
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesOf(element) : []))
    case 'AssignmentPattern':
      return namesOf(pattern.left)
    case 'RestElement':
      return namesOf(pattern.argument)
    case 'TSParameterProperty':
      return namesOf(pattern.parameter)
  }
}
