/** Prints declarations in one form: members and alternatives in order, names as the lock knows them. */
import {
  childrenOf,
  type DeclarationFile,
  isNode,
  literalOf,
  type Meaning,
  type Node,
  nameOf,
} from './declaration-file.ts'

export interface PrintContext {
  readonly file: DeclarationFile
  /** The name under which the lock knows a name of this file; `undefined` for one that is none of it. */
  readonly refer: (name: string, meaning: Meaning) => string | undefined
  /** The same for a name behind an import within a type; `undefined` leaves the import as it stands. */
  readonly referImported: (specifier: string, name: string, meaning: Meaning) => string | undefined
}

/** Prints a node. */
export function print(node: Node, context: PrintContext): string {
  switch (node.type) {
    case 'TSInterfaceBody':
      return printMembers(node.body as readonly Node[], context)
    case 'TSTypeLiteral':
      return printMembers(node.members as readonly Node[], context)
    case 'TSUnionType':
      return printUnion(node.types as readonly Node[], context)
    case 'TSTypeReference':
      return printReference(node, node.typeName, 'type', context)
    case 'TSTypeQuery':
      return isNode(node.exprName) && node.exprName.type === 'TSImportType'
        ? printImportType(node.exprName, 'value', context, 'typeof ')
        : `typeof ${printReference(node, node.exprName, 'value', context)}`
    case 'TSImportType':
      return printImportType(node, 'type', context, '')
    case 'TSInterfaceHeritage':
      return printReference(node, node.expression, 'type', context)
    case 'Literal':
      return typeof node.value === 'string' ? JSON.stringify(node.value) : context.file.text.slice(node.start, node.end)
    default:
      return printChildren(node, context)
  }
}

/** Copies what stands between the children of a node. */
function printChildren(node: Node, context: PrintContext): string {
  let text = ''
  let at = node.start
  for (const child of childrenOf(node)) {
    if (child.start < at) continue
    const isName = node.computed === true && child === node.key && child.type !== 'Literal'
    const printed = isName ? printName(child, 'value', context) : print(child, context)
    text += squeeze(context.file.text.slice(at, child.start)) + printed
    at = child.end
  }
  const rest = context.file.text.slice(at, node.end)
  return text + (at === node.start ? (/Literal|TemplateElement/.test(node.type) ? rest : squeeze(rest)) : squeeze(rest))
}

/** Makes one line of what stands between nodes. No literal stands there, so what looks like a comment is one. */
function squeeze(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ' ').replace(/\s+/g, ' ')
}

function printMembers(members: readonly Node[], context: PrintContext): string {
  if (members.length === 0) return '{}'
  const printed = members.map((member) =>
    print(member, context)
      .replace(/[;,]\s*$/, '')
      .trim(),
  )
  // Overloads of one name keep their order, for the first that fits is taken.
  const keys = members.map((member) =>
    isNode(member.key) ? context.file.text.slice(member.key.start, member.key.end) : '',
  )
  const order = printed
    .map((_text, index) => index)
    .toSorted((left, right) => compareText(keys[left] ?? '', keys[right] ?? '') || left - right)
  return `{\n${order.map((index) => indent(printed[index] ?? '')).join('\n')}\n}`
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}

function compareText(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1
}

function printUnion(types: readonly Node[], context: PrintContext): string {
  const empty = ['null', 'undefined']
  const rank = (text: string) => empty.indexOf(text)
  return types
    .map((type) => print(type, context))
    .toSorted((left, right) => rank(left) - rank(right) || compareText(left, right))
    .join(' | ')
}

function printReference(node: Node, name: unknown, meaning: Meaning, context: PrintContext): string {
  if (!isNode(name)) return printChildren(node, context)
  return printName(name, meaning, context) + printArguments(node, context)
}

function printArguments(node: Node, context: PrintContext): string {
  const given = node.typeArguments
  return isNode(given) ? `<${(given.params as readonly Node[]).map((one) => print(one, context)).join(', ')}>` : ''
}

function printName(name: Node, meaning: Meaning, context: PrintContext): string {
  const parts = context.file.text
    .slice(name.start, name.end)
    .split('.')
    .map((part) => part.trim())
  const [first = '', second, ...others] = parts
  const origin = context.file.imports.get(first)
  if (origin?.name === '*' && second !== undefined) {
    const known = context.referImported(origin.specifier, second, others.length > 0 ? 'type' : meaning)
    if (known !== undefined) return [known, ...others].join('.')
  }
  const own = context.refer(first, second === undefined ? meaning : 'value') ?? first
  return [own, ...parts.slice(1)].join('.')
}

function printImportType(node: Node, meaning: Meaning, context: PrintContext, prefix: string): string {
  const specifier = literalOf(node.source ?? node.argument)
  const qualifier = isNode(node.qualifier)
    ? context.file.text.slice(node.qualifier.start, node.qualifier.end).split('.')
    : []
  const known = qualifier[0] === undefined ? undefined : context.referImported(specifier, qualifier[0], meaning)
  const name =
    known === undefined ? [`import(${JSON.stringify(specifier)})`, ...qualifier] : [known, ...qualifier.slice(1)]
  return prefix + name.join('.') + printArguments(node, context)
}

/** The name that a type is only a reference to: `Catalog` of `Contract.Catalog`, `total` of `typeof Contract.total`. */
export function nameOfReference(node: Node, file: DeclarationFile): string | undefined {
  const name = node.type === 'TSTypeReference' ? node.typeName : node.type === 'TSTypeQuery' ? node.exprName : undefined
  if (!isNode(name) || name.type !== 'TSQualifiedName' || isNode(node.typeArguments)) return undefined
  return file.imports.get(nameOf(name.left))?.name === '*' ? nameOf(name.right) : undefined
}
