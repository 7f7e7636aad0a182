import { dirname, isAbsolute, resolve } from 'node:path'
import {
  annotationOf,
  type DeclarationFile,
  isNode,
  isTypeDeclaration,
  type Meaning,
  type Node,
  nameOf,
} from './declaration-file.ts'
import type { DeclarationFinder, FoundDeclaration } from './declaration-finder.ts'
import { print } from './print-declaration.ts'

export interface TypeCollectorOptions {
  readonly finder: DeclarationFinder
  readonly contractFile: string
  /** The names that the contract exports: they are theirs, and whatever else is called the same gets a number. */
  readonly exported: readonly string[]
  /** The keys of what is not taken as it is declared, unless that is asked for. */
  readonly settled: readonly string[]
}

/** The key of a type, or of the type of a value, in a lock. */
export function keyOf(name: string, isValue: boolean): string {
  return isValue ? `typeof ${name}` : name
}

/** Gathers declarations, and all that those are made of, under names that are each used once. */
export class TypeCollector {
  /** The texts of the types by their keys. */
  readonly types: Record<string, string> = {}
  /** The imports of what comes from other packages, by the names in the texts. */
  readonly imports: Record<string, string> = {}
  readonly #finder: DeclarationFinder
  readonly #contractFile: string
  /** The exported names by where they are declared. */
  readonly #exported = new Map<string, string>()
  readonly #settled: ReadonlySet<string>
  readonly #names = new Map<string, string>()
  readonly #taken: Set<string>

  constructor({ finder, contractFile, exported, settled }: TypeCollectorOptions) {
    this.#finder = finder
    this.#contractFile = contractFile
    this.#settled = new Set(settled)
    this.#taken = new Set(exported)
    for (const name of exported) {
      for (const meaning of ['type', 'value'] as const) {
        const found = finder.find(contractFile, name, meaning)
        if (found && !this.#exported.has(originOf(found))) this.#exported.set(originOf(found), name)
      }
    }
  }

  /** Keeps the text of something exported. */
  settle(name: string, meaning: Meaning, text: string): void {
    this.types[keyOf(name, meaning === 'value')] = meaning === 'type' ? `type ${name} = ${text}` : text
  }

  /** Takes something exported as it is declared. What is exported of another package is that package's to lock. */
  takeDeclared(name: string, meaning: Meaning): void {
    const found = this.#finder.find(this.#contractFile, name, meaning)
    if (!found) return
    this.#keep(found, meaning)
    const local = this.#nameOf(found)
    if (local !== name) this.#keepAlias(name, local, found)
  }

  /** Prints a node of a source, and takes what it names. */
  print(node: Node, file: DeclarationFile, source: string): string {
    return print(node, {
      file,
      refer: (name, meaning) => this.#take(source, name, meaning),
      referImported: (specifier, name, meaning) => {
        const target = specifier.startsWith('.') ? resolve(dirname(source), specifier) : specifier
        return isAbsolute(target) ? this.#take(target, name, meaning) : undefined
      },
    })
  }

  /** Takes what a source calls by a name, and returns the name it has here; `undefined` for what is global. */
  #take(source: string, name: string, meaning: Meaning): string | undefined {
    const found = this.#finder.find(source, name, meaning)
    if (!found) return this.#takeImport(source, name)
    const key = this.#keyOf(found, meaning)
    if (!(this.#isExported(found) && this.#settled.has(key))) this.#keep(found, meaning)
    return this.#nameOf(found)
  }

  #keep(found: FoundDeclaration, meaning: Meaning): void {
    const key = this.#keyOf(found, meaning)
    if (key in this.types) return
    // Known before it is printed, for it may be made of itself.
    this.types[key] = ''
    this.types[key] = found.nodes.map((node) => this.#printDeclaration(node, found)).join('\n')
  }

  #takeImport(source: string, name: string): string | undefined {
    const file = this.#finder.fileOf(source)
    const origin = file?.imports.get(name) ?? file?.exports.get(name)
    if (origin === undefined || typeof origin === 'string') return undefined
    const local = this.#nameFor(`${origin.specifier}#${origin.name}`, name)
    const named = `{ ${origin.name === local ? local : `${origin.name} as ${local}`} }`
    const clause = origin.name === '*' ? `* as ${local}` : origin.name === 'default' ? local : named
    this.imports[local] = `import type ${clause} from ${JSON.stringify(origin.specifier)}`
    return local
  }

  /** One declaration that is exported under a second name. */
  #keepAlias(name: string, local: string, { nodes, file }: FoundDeclaration): void {
    const [node] = nodes
    if (!node || !isTypeDeclaration(node)) {
      this.settle(name, 'value', `typeof ${local}`)
      return
    }
    const parameters = isNode(node.typeParameters) ? (node.typeParameters.params as readonly Node[]) : []
    const list = (texts: readonly string[]) => (texts.length > 0 ? `<${texts.join(', ')}>` : '')
    const declared = list(parameters.map(({ start, end }) => file.text.slice(start, end)))
    this.types[name] = `type ${name}${declared} = ${local}${list(parameters.map((one) => nameOf(one.name)))}`
  }

  #printDeclaration(node: Node, found: FoundDeclaration): string {
    const type = annotationOf(node)
    if (type) return this.print(type, found.file, found.source)
    const name = this.#nameOf(found)
    return this.print(node, found.file, found.source)
      .replace(/^declare /, '')
      .replace(/;$/, '')
      .replace(
        /^((?:(?:abstract|class|const|enum|function|interface|type) )+)[\w$]+/,
        (_text, words) => `${words}${name}`,
      )
  }

  /** A class or an enum is a type and a value by one declaration. */
  #keyOf(found: FoundDeclaration, meaning: Meaning): string {
    const isType = meaning === 'type' || found.nodes.some(({ type }) => /Class|Enum/.test(type))
    return keyOf(this.#nameOf(found), !isType)
  }

  #isExported(found: FoundDeclaration): boolean {
    return this.#exported.has(originOf(found))
  }

  #nameOf(found: FoundDeclaration): string {
    const origin = originOf(found)
    return this.#exported.get(origin) ?? this.#nameFor(origin, found.name)
  }

  #nameFor(origin: string, wanted: string): string {
    const known = this.#names.get(origin)
    if (known !== undefined) return known
    let name = wanted
    for (let number = 2; this.#taken.has(name); number += 1) name = `${wanted}_${number}`
    this.#taken.add(name)
    this.#names.set(origin, name)
    return name
  }
}

/** What tells a declaration from all others of its name. */
function originOf({ source, name }: FoundDeclaration): string {
  return `${source}#${name}`
}
