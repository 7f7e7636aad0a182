/** A file of declarations as the compiler emits it: what it declares, imports and exports. */
import { existsSync, readFileSync } from 'node:fs'
import { parseSync } from 'oxc-parser'

/** A node of the syntax tree, of which only the common part is known. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [Property: string]: unknown
}

/** Whether a name is meant as a type or as a value. */
export type Meaning = 'type' | 'value'

/** Where an imported or re-exported name comes from. */
export interface Origin {
  readonly specifier: string
  /** `*` for the whole module. */
  readonly name: string
}

export interface DeclarationFile {
  readonly text: string
  readonly types: ReadonlyMap<string, readonly Node[]>
  readonly values: ReadonlyMap<string, readonly Node[]>
  readonly imports: ReadonlyMap<string, Origin>
  /** Exported names, by the local name or the place they come from. */
  readonly exports: ReadonlyMap<string, string | Origin>
  /** The exported names that are marked as types: `export type { Item } from 'elsewhere'`. */
  readonly typeExports: ReadonlySet<string>
  readonly stars: readonly string[]
}

/** Reads a file of declarations; `undefined` when there is none. */
export function readDeclarationFile(path: string): DeclarationFile | undefined {
  return existsSync(path) ? parseDeclarations(path, readFileSync(path, 'utf8')) : undefined
}

/** Parses declarations, or a source of which only the declarations matter. */
export function parseDeclarations(path: string, text: string): DeclarationFile {
  const types = new Map<string, Node[]>()
  const values = new Map<string, Node[]>()
  const imports = new Map<string, Origin>()
  const exports = new Map<string, string | Origin>()
  const stars: string[] = []
  const { program, module } = parseSync(path, text)
  for (const statement of program.body as unknown as readonly Node[]) {
    if (statement.type === 'ImportDeclaration') readImport(statement, imports)
    else if (statement.type === 'ExportAllDeclaration' && !statement.exported) stars.push(literalOf(statement.source))
    else if (statement.type === 'ExportNamedDeclaration') {
      readSpecifiers(statement, exports)
      for (const name of readDeclaration(statement.declaration, types, values)) exports.set(name, name)
    } else readDeclaration(statement, types, values)
  }
  const entries = module.staticExports.flatMap((statement) => statement.entries)
  const typeExports = new Set(
    entries.flatMap(({ isType, exportName }) => (isType && exportName.name ? [exportName.name] : [])),
  )
  return { text, types, values, imports, exports, typeExports, stars }
}

function readImport(statement: Node, imports: Map<string, Origin>): void {
  const specifier = literalOf(statement.source)
  for (const entry of statement.specifiers as readonly Node[]) {
    const imported =
      entry.type === 'ImportSpecifier'
        ? nameOf(entry.imported)
        : entry.type === 'ImportDefaultSpecifier'
          ? 'default'
          : '*'
    imports.set(nameOf(entry.local), { specifier, name: imported })
  }
}

function readSpecifiers(statement: Node, exports: Map<string, string | Origin>): void {
  const specifier = statement.source ? literalOf(statement.source) : undefined
  for (const entry of (statement.specifiers ?? []) as readonly Node[]) {
    const local = nameOf(entry.local)
    exports.set(nameOf(entry.exported), specifier === undefined ? local : { specifier, name: local })
  }
}

const typeKinds = new Set(['TSTypeAliasDeclaration', 'TSInterfaceDeclaration', 'ClassDeclaration', 'TSEnumDeclaration'])

/** Whether a node declares a type, if with a value of its name. */
export function isTypeDeclaration({ type }: Node): boolean {
  return typeKinds.has(type)
}

function readDeclaration(given: unknown, types: Map<string, Node[]>, values: Map<string, Node[]>): readonly string[] {
  if (!isNode(given)) return []
  if (given.type === 'VariableDeclaration') {
    const declarators = given.declarations as readonly Node[]
    return declarators.map((declarator) => add(values, nameOf(declarator.id), declarator))
  }
  if (/^(TSDeclareFunction|FunctionDeclaration)$/.test(given.type)) return [add(values, nameOf(given.id), given)]
  return isTypeDeclaration(given) ? [add(types, nameOf(given.id), given)] : []
}

function add(map: Map<string, Node[]>, name: string, node: Node): string {
  map.set(name, [...(map.get(name) ?? []), node])
  return name
}

/** Whether something is a node of a syntax tree. */
export function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && 'start' in value && typeof value.type === 'string'
  )
}

/** The type that a declared constant is annotated with; `undefined` for any other declaration. */
export function annotationOf({ id }: Node): Node | undefined {
  if (!isNode(id) || !isNode(id.typeAnnotation)) return undefined
  const { typeAnnotation } = id.typeAnnotation
  return isNode(typeAnnotation) ? typeAnnotation : undefined
}

/** The name of an identifier, or of a name in quotation marks. */
export function nameOf(node: unknown): string {
  if (!isNode(node)) return ''
  return typeof node.name === 'string' ? node.name : String(node.value ?? '')
}

/** The text of a string literal. */
export function literalOf(node: unknown): string {
  return isNode(node) ? String(node.value ?? '') : ''
}

/** The nodes right below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flat()
    .filter(isNode)
    .toSorted((left, right) => left.start - right.start)
}
