/** Collects what the exported types of a contract are made of, from the declarations that the compiler emitted. */
import { dirname, resolve } from 'node:path'
import type { Surface } from '../lock/lock.ts'
import { type DeclarationFile, isNode, type Meaning, type Node, readDeclarationFile } from './declaration-file.ts'
import { nameOfReference, print } from './print-declaration.ts'

/** The types of a contract in the form of the lock. */
export type TypeSurface = Pick<Surface, 'imports' | 'types'> & {
  /** The interface of each exported service, by the name it is exported under. */
  readonly services: Readonly<Record<string, string | string[]>>
}

export interface CollectOptions {
  readonly contractFile: string
  /** The declarations that were emitted for a source. */
  readonly declarationsOf: (source: string) => string
  readonly probes: readonly Probe[]
  /** Exported types that no probe stands for. */
  readonly declared: readonly string[]
}

/** A file with one constant that has the type of something the contract exports. */
export interface Probe {
  readonly file: string
  readonly name: string
  readonly of: 'type' | 'value' | 'service'
}

/** The name of the constant in a probe. */
export const probedConstant = 'probed'

/** Collects the types of one contract. */
export function collectTypes(options: CollectOptions): TypeSurface {
  const { contractFile, declarationsOf, probes, declared } = options
  const collector = createCollector(options)
  const services: Record<string, string | string[]> = {}
  for (const { file, name, of } of probes) {
    const probed = typeOfConstant(readDeclarationFile(declarationsOf(file)), probedConstant)
    if (of === 'service') {
      const found = probed ?? typeOfConstant(readDeclarationFile(declarationsOf(contractFile)), name)
      if (found)
        services[name] = toLines(collector.print(argumentOf(found.type), found.file, probed ? file : contractFile))
    }
    // What the compiler calls by its name only, or cannot name from outside, is locked as it is declared.
    else if (!probed || nameOfReference(probed.type, probed.file) !== undefined)
      collector.take(contractFile, name, of, true)
    else collector.set(of, name, collector.print(probed.type, probed.file, file))
  }
  for (const name of declared) collector.take(contractFile, name, 'type')
  return { services, ...collector.finish() }
}

interface FoundType {
  readonly type: Node
  readonly file: DeclarationFile
}

function typeOfConstant(file: DeclarationFile | undefined, constant: string): FoundType | undefined {
  const type = annotationOf(file?.values.get(constant)?.[0])
  return file && type ? { type, file } : undefined
}

function annotationOf(declarator: Node | undefined): Node | undefined {
  if (!declarator || !isNode(declarator.id) || !isNode(declarator.id.typeAnnotation)) return undefined
  const { typeAnnotation } = declarator.id.typeAnnotation
  return isNode(typeAnnotation) ? typeAnnotation : undefined
}

function argumentOf(service: Node): Node {
  const given = isNode(service.typeArguments) ? (service.typeArguments.params as readonly Node[])[0] : undefined
  return given ?? service
}

/** A text as the lock keeps it: on one line, or as its lines. */
export function toLines(text: string): string | string[] {
  const lines = text.split('\n')
  return lines.length === 1 ? text : lines
}

function createCollector({ contractFile, declarationsOf, probes }: CollectOptions) {
  const files = new Map<string, DeclarationFile | undefined>()
  const names = new Map<string, string>()
  const types = new Map<string, string>()
  const imports = new Map<string, string>()
  // The exported names are theirs; whatever else is called the same gets a number.
  const taken = new Set<string>()
  for (const { name } of probes) taken.add(name)
  const exported = (name: string, file: string) => file === contractFile && taken.has(name)
  const settled = new Set(probes.filter(({ of }) => of !== 'service').map(({ name, of }) => `${of} ${name}`))

  const fileOf = (source: string): DeclarationFile | undefined => {
    if (!files.has(source)) files.set(source, readDeclarationFile(declarationsOf(source)))
    return files.get(source)
  }
  const freeName = (wanted: string): string => {
    let name = wanted
    for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`
    taken.add(name)
    return name
  }
  const nameFor = (key: string, wanted: string, keeps: boolean): string => {
    const known = names.get(key)
    if (known !== undefined) return known
    const name = keeps ? wanted : freeName(wanted)
    taken.add(name)
    names.set(key, name)
    return name
  }

  /** Finds where a name that a file knows is declared, through imports and re-exports inside of the package. */
  const find = (
    source: string,
    name: string,
    meaning: Meaning,
    depth = 0,
  ): { source: string; name: string; nodes: readonly Node[] } | undefined => {
    const file = fileOf(source)
    if (!file || depth > 32) return undefined
    const nodes =
      file.types.get(name) && meaning === 'type'
        ? file.types.get(name)
        : (file.values.get(name) ?? file.types.get(name))
    if (nodes) return { source, name, nodes }
    const known = file.imports.get(name) ?? file.exports.get(name)
    if (typeof known === 'string') return known === name ? undefined : find(source, known, meaning, depth + 1)
    if (known)
      return known.specifier.startsWith('.')
        ? find(resolve(dirname(source), known.specifier), known.name, meaning, depth + 1)
        : undefined
    for (const specifier of file.stars.filter((star) => star.startsWith('.'))) {
      const found = find(resolve(dirname(source), specifier), name, meaning, depth + 1)
      if (found) return found
    }
    return undefined
  }

  /** Takes a declaration into the lock, and returns the name it has there. */
  const take = (source: string, name: string, meaning: Meaning, asDeclared = false): string | undefined => {
    const found = find(source, name, meaning)
    if (!found) return takeImport(source, name)
    const isType = meaning === 'type' || found.nodes.some(({ type }) => /Class|Enum/.test(type))
    const local = nameFor(`${found.source}#${found.name}`, found.name, exported(found.name, found.source))
    const key = isType ? local : `typeof ${local}`
    const probed = exported(local, found.source) && settled.has(`${isType ? 'type' : 'value'} ${local}`)
    if (types.has(key) || (probed && !asDeclared)) return local
    types.set(key, '')
    const file = fileOf(found.source)
    if (file) types.set(key, found.nodes.map((node) => printDeclaration(node, local, file, found.source)).join('\n'))
    return local
  }

  const takeImport = (source: string, name: string): string | undefined => {
    const file = fileOf(source)
    const known = file?.imports.get(name) ?? file?.exports.get(name)
    if (known === undefined || typeof known === 'string') return undefined
    const local = nameFor(`${known.specifier}#${known.name}`, name, false)
    const clause =
      known.name === '*'
        ? `* as ${local}`
        : known.name === 'default'
          ? local
          : `{ ${known.name === local ? local : `${known.name} as ${local}`} }`
    imports.set(local, `import type ${clause} from ${JSON.stringify(known.specifier)}`)
    return local
  }

  const printIn = (node: Node, file: DeclarationFile, source: string): string =>
    print(node, {
      file,
      refer: (name, meaning) => take(source, name, meaning),
      referImported: (specifier, name, meaning) => {
        const target = specifier.startsWith('.') ? resolve(dirname(source), specifier) : specifier
        return target.startsWith('/') || /^[A-Za-z]:/.test(target) ? take(target, name, meaning) : undefined
      },
    })

  const printDeclaration = (node: Node, local: string, file: DeclarationFile, source: string): string => {
    const type = annotationOf(node)
    if (type) return printIn(type, file, source)
    const text = printIn(node, file, source)
      .replace(/^declare /, '')
      .replace(/;$/, '')
    const own = isNode(node.id) ? file.text.slice(node.id.start, node.id.end) : local
    return own === local ? text : text.replace(own, local)
  }

  return {
    take,
    print: printIn,
    set: (of: Meaning, name: string, text: string) =>
      types.set(of === 'type' ? name : `typeof ${name}`, of === 'type' ? `type ${name} = ${text}` : text),
    finish: () => ({
      imports: Object.fromEntries(sortedEntries(imports)),
      types: Object.fromEntries(sortedEntries(types).map(([name, text]) => [name, toLines(text)])),
    }),
  }
}

function sortedEntries(map: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...map].toSorted(([left], [right]) => (left < right ? -1 : 1))
}
