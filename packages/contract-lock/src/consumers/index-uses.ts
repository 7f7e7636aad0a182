/** What the sources of a workspace take from contracts. */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseSync } from 'oxc-parser'
import { childrenOf, isNode, literalOf, type Node, nameOf } from '../declarations/declaration-file.ts'

/** A place in the sources of a package. */
export interface SourcePlace {
  /** The name of the package. */
  readonly package: string
  /** From the root of the workspace, with `/` between folders. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
}

export interface SourcePackage {
  readonly name: string
  readonly folder: string
  /** From the folder of the package. */
  readonly files: readonly string[]
}

/** A use of a contract: what is named, where. */
export interface Use extends SourcePlace {
  readonly contract: string
  readonly name: string
  /** The member that is taken of it; `undefined` when it is used as a whole. */
  readonly member: string | undefined
}

export interface Literal extends SourcePlace {
  readonly text: string
}

/** Everything that a workspace takes from contracts. */
export interface UseIndex {
  readonly uses: readonly Use[]
  readonly literals: readonly Literal[]
}

const source = /\.(?:[cm]?[jt]sx?)$/

/** Reads what the packages of a workspace take from the contracts with these specifiers, and where they name `texts`. */
export function indexUses(
  root: string,
  packages: readonly SourcePackage[],
  contracts: ReadonlySet<string>,
  texts: ReadonlySet<string>,
): UseIndex {
  const uses: Use[] = []
  const literals: Literal[] = []
  for (const { name, folder, files } of packages) {
    for (const path of files.filter((file) => source.test(file))) {
      const text = readFileSync(join(folder, path), 'utf8')
      const mayUse = [...contracts].some((contract) => text.includes(contract))
      const mayName = [...texts].some((literal) => text.includes(literal))
      if (!mayUse && !mayName) continue
      const file = relative(root, join(folder, path)).replaceAll('\\', '/')
      const lineOf = createLineFinder(text)
      const { program } = parseSync(path, text)
      const place = (node: Node) => ({ package: name, file, line: lineOf(node.start) })
      const tree = program as unknown as Node
      if (mayUse) uses.push(...listUses(tree, contracts, place))
      if (mayName) literals.push(...listLiterals(tree, texts, place))
    }
  }
  return { uses, literals }
}

function createLineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    const next = starts.findIndex((start) => start > offset)
    return next === -1 ? starts.length : next
  }
}

type Place = (node: Node) => SourcePlace

/** A local name, and what of which contract it stands for. */
interface Binding {
  readonly contract: string
  /** `*` for the whole contract. */
  readonly name: string
}

type Add = (node: Node, contract: string, name: string, member?: string) => void

function listUses(program: Node, contracts: ReadonlySet<string>, place: Place): readonly Use[] {
  const uses: Use[] = []
  const add: Add = (node, contract, name, member) => uses.push({ ...place(node), contract, name, member })
  const bindings = readImports(program, contracts, add)
  const visit = (node: Node, parent?: Node, grand?: Node) => {
    if (node.type === 'ImportDeclaration') return
    if (node.type === 'ImportExpression' || node.type === 'TSImportType') {
      const contract = literalOf(node.source ?? node.argument)
      const name = isNode(node.qualifier) ? nameOf(node.qualifier.left ?? node.qualifier) : '*'
      if (contracts.has(contract)) add(node, contract, name)
    }
    const binding = /^(?:JSX)?Identifier$/.test(node.type) ? bindings.get(nameOf(node)) : undefined
    if (binding && !isName(node, parent)) {
      const first = memberOf(node, parent)
      const second = first === undefined || !parent ? undefined : memberOf(parent, grand)
      if (binding.name === '*') add(node, binding.contract, first ?? '*', second)
      else add(node, binding.contract, binding.name, first)
    }
    for (const child of childrenOf(node)) visit(child, node, parent)
  }
  visit(program)
  return uses
}

/** The local names of what is imported; what is exported on is a use by itself. */
function readImports(program: Node, contracts: ReadonlySet<string>, add: Add): ReadonlyMap<string, Binding> {
  const bindings = new Map<string, Binding>()
  for (const statement of program.body as readonly Node[]) {
    const contract = literalOf(statement.source)
    if (!contracts.has(contract)) continue
    if (statement.type === 'ExportAllDeclaration') add(statement, contract, '*')
    for (const entry of (statement.specifiers ?? []) as readonly Node[]) {
      const name = entry.type === 'ImportSpecifier' ? nameOf(entry.imported) : '*'
      if (statement.type === 'ImportDeclaration') bindings.set(nameOf(entry.local), { contract, name })
      else add(entry, contract, nameOf(entry.local))
    }
  }
  return bindings
}

/** Whether an identifier only names a member or a key. */
function isName(node: Node, parent: Node | undefined): boolean {
  if (!parent) return false
  if (parent.type === 'MemberExpression') return parent.property === node && parent.computed !== true
  if (parent.type === 'TSQualifiedName') return parent.right === node
  return parent.type === 'Property' && parent.key === node && parent.shorthand !== true
}

/** The member that is taken of a node: `show` of `routes.show`. */
function memberOf(node: Node, parent: Node | undefined): string | undefined {
  if (parent?.type === 'MemberExpression' && parent.object === node) {
    return parent.computed === true ? literalOf(parent.property) || undefined : nameOf(parent.property)
  }
  return parent?.type === 'TSQualifiedName' && parent.left === node ? nameOf(parent.right) : undefined
}

function listLiterals(program: Node, texts: ReadonlySet<string>, place: Place): readonly Literal[] {
  const found: Literal[] = []
  const visit = (node: Node) => {
    if (node.type === 'Literal' && typeof node.value === 'string' && texts.has(node.value))
      found.push({ ...place(node), text: node.value })
    for (const child of childrenOf(node)) visit(child)
  }
  visit(program)
  return found
}
