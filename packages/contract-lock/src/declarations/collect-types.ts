/** Collects what the exported types of a contract are made of, from the declarations that the compiler emitted. */
import type { Surface } from '../lock/lock.ts'
import { sortRecord } from '../sorted.ts'
import { annotationOf, type DeclarationFile, isNode, type Node } from './declaration-file.ts'
import { DeclarationFinder } from './declaration-finder.ts'
import { nameOfReference } from './print-declaration.ts'
import { keyOf, TypeCollector } from './type-collector.ts'

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
export function collectTypes({ contractFile, declarationsOf, probes, declared }: CollectOptions): TypeSurface {
  const finder = new DeclarationFinder(declarationsOf)
  const settled = probes.filter(({ of }) => of !== 'service').map(({ name, of }) => keyOf(name, of === 'value'))
  const exported = [...probes.map(({ name }) => name), ...declared]
  const collector = new TypeCollector({ finder, contractFile, exported, settled })
  const services: Record<string, string | string[]> = {}
  for (const { file, name, of } of probes) {
    const probed = typeOfConstant(finder, file, probedConstant)
    if (of === 'service') {
      const found = probed ?? typeOfConstant(finder, contractFile, name)
      if (found) services[name] = toLines(collector.print(argumentOf(found.type), found.file, found.source))
    }
    // What the compiler calls by its name only, or cannot name from outside, is locked as it is declared.
    else if (!probed || nameOfReference(probed.type, probed.file) !== undefined) collector.takeDeclared(name, of)
    else collector.settle(name, of, collector.print(probed.type, probed.file, file))
  }
  for (const name of declared) collector.takeDeclared(name, 'type')
  const { imports, types } = collector
  return {
    services,
    imports: sortRecord(imports),
    types: sortRecord(Object.fromEntries(Object.entries(types).map(([key, text]) => [key, toLines(text)]))),
  }
}

interface FoundType {
  readonly type: Node
  readonly file: DeclarationFile
  readonly source: string
}

function typeOfConstant(finder: DeclarationFinder, source: string, constant: string): FoundType | undefined {
  const file = finder.fileOf(source)
  const [declarator] = file?.values.get(constant) ?? []
  const type = declarator && annotationOf(declarator)
  return file && type ? { type, file, source } : undefined
}

/** What a service is a service of. */
function argumentOf(service: Node): Node {
  const given = isNode(service.typeArguments) ? (service.typeArguments.params as readonly Node[])[0] : undefined
  return given ?? service
}

/** A text as the lock keeps it: on one line, or as its lines. */
function toLines(text: string): string | string[] {
  const lines = text.split('\n')
  return lines.length === 1 ? text : lines
}
