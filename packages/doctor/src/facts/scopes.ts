/** The constants that are objects, function by function, for collectors that follow a name to what it holds. */
import type { BindingPattern, BindingRestElement, Expression, ParamPattern, VariableDeclaration } from 'oxc-parser'
import type { ParsedFile } from './collector.ts'
import { readExpression, type Value } from './values.ts'

/** The names of one function; `undefined` for one whose value is not known. */
export type Scope = Map<string, Value | undefined>

/** The scope of a whole file. */
export function openFile(file: ParsedFile): Scope {
  const scope: Scope = new Map()
  for (const statement of file.program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declaration?.type === 'VariableDeclaration') declare(declaration, scope, file)
  }
  return scope
}

/** The scope of a function, with its parameters. */
export function openFunction({ params }: { readonly params: readonly ParamPattern[] }): Scope {
  return new Map(params.flatMap(namesOf).map((name) => [name, undefined]))
}

/** Adds the names of a declaration. One that the function has already, in another block, is no longer known. */
export function declare({ kind, declarations }: VariableDeclaration, scope: Scope, { locate }: ParsedFile): void {
  for (const { id, init } of declarations) {
    const isKnown = kind === 'const' && id.type === 'Identifier' && init !== null && !scope.has(id.name)
    if (isKnown && isObject(init)) scope.set(id.name, readExpression(init, locate))
    else for (const name of namesOf(id)) scope.set(name, undefined)
  }
}

/** The value behind a name, as far as it is one of this file. */
export function resolve(value: Value, scopes: readonly Scope[]): Value | undefined {
  if (value.kind !== 'name') return value
  const [name = '', ...members] = value.path
  return members.length > 0 ? undefined : scopes.findLast((scope) => scope.has(name))?.get(name)
}

/** Whether an expression is an object that is what it looks like: `as Order` claims that it is something else. */
export function isObject(expression: Expression): boolean {
  if (expression.type === 'TSSatisfiesExpression') return isObject(expression.expression)
  if (expression.type !== 'TSAsExpression') return expression.type === 'ObjectExpression'
  const { typeAnnotation } = expression
  const isConstant =
    typeAnnotation.type === 'TSTypeReference' &&
    typeAnnotation.typeName.type === 'Identifier' &&
    typeAnnotation.typeName.name === 'const'
  return isConstant && isObject(expression.expression)
}

/** Every name that a pattern makes: `id` and `rest` of `{ id, ...rest }`. */
function namesOf(pattern: ParamPattern | BindingPattern | BindingRestElement): string[] {
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
