/** The types that a contract exports, by its source. */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type DeclarationFile, isNode, isTypeDeclaration, type Node } from './declaration-file.ts'
import { DeclarationFinder } from './declaration-finder.ts'

/** How consumers come by values of an exported type. */
export type TypeUse = 'read type' | 'given type' | 'type'

export interface ExportedTypes {
  readonly uses: Readonly<Record<string, TypeUse>>
  /** Those that are locked as they are declared. */
  readonly declared: readonly string[]
  /** Those whose resolved form is locked. */
  readonly resolvable: readonly string[]
}

/** Lists the types that a file exports, its own and those of other files. */
export function listExportedTypes(contractFile: string): ExportedTypes {
  const finder = new DeclarationFinder(findSource)
  const uses: Record<string, TypeUse> = {}
  const declared: string[] = []
  const resolvable: string[] = []
  for (const [name, isType] of [...listExportedNames(finder, contractFile)].toSorted(byName)) {
    const found = finder.find(contractFile, name, 'type')
    const [node] = found?.nodes ?? []
    if (found && node && isTypeDeclaration(node)) {
      uses[name] = useOf(node, found.file)
      const canResolve = node.type === 'TSTypeAliasDeclaration' && !isNode(node.typeParameters)
      if (canResolve) resolvable.push(name)
      else declared.push(name)
    } else if (!found && isType) {
      uses[name] = 'type'
      resolvable.push(name)
    }
  }
  return { uses, declared, resolvable }
}

/** The source behind an import: one of TypeScript may be imported by the name it has when it is compiled. */
function findSource(path: string): string {
  const source = path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2')
  return !existsSync(path) && existsSync(source) ? source : path
}

/** The names that a file exports, and whether each is exported as a type alone. */
function listExportedNames(
  finder: DeclarationFinder,
  source: string,
  seen: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, boolean> {
  const file = finder.fileOf(source)
  if (!file || seen.has(source)) return new Map()
  const own = [...file.exports.keys()].map((name) => [name, file.typeExports.has(name)] as const)
  const starred = file.stars
    .filter((specifier) => specifier.startsWith('.'))
    .flatMap((specifier) => [
      ...listExportedNames(finder, resolve(dirname(source), specifier), new Set([...seen, source])),
    ])
  return new Map([...starred, ...own])
}

function byName([left]: readonly [string, boolean], [right]: readonly [string, boolean]): number {
  return left < right ? -1 : 1
}

const reading = /^(?:\w+\.)?(?:output|infer|PropsOf|ResponseOf|QueryOf|BodyOf|ParamsOf|SettingValues)$/
const giving = /^(?:\w+\.)?(?:input|BodyInputOf)$/

/** What comes out of a schema is read by consumers, what goes into one is given by them; of other types nobody can tell. */
function useOf({ typeAnnotation }: Node, { text }: DeclarationFile): TypeUse {
  if (!isNode(typeAnnotation) || typeAnnotation.type !== 'TSTypeReference' || !isNode(typeAnnotation.typeName))
    return 'type'
  const name = text.slice(typeAnnotation.typeName.start, typeAnnotation.typeName.end)
  return reading.test(name) ? 'read type' : giving.test(name) ? 'given type' : 'type'
}
