/** The types of a lock as a program, and what can be told from their texts. */
import { parseSync } from 'oxc-parser'
import { childrenOf, isNode, type Node } from '../declarations/declaration-file.ts'
import type { Surface } from '../lock/lock.ts'

/** Joins a text that the lock keeps as lines. */
export function textOf(text: string | readonly string[] | undefined): string {
  return text === undefined ? '' : typeof text === 'string' ? text : text.join('\n')
}

/** The program of one side: everything exported, and parameters of methods as strict as those of functions. */
export function formatProgram({ imports, types, services }: Surface): string {
  const declared = Object.entries(types).map(([name, text]) => formatType(name, textOf(text)))
  const interfaces = Object.entries(services).map(
    ([name, service]) => `type ${serviceType(name)} = ${textOf(service.interface)}`,
  )
  const lines = [...declared, ...interfaces].map(
    (text) => `export ${/^(type|interface|declare) /.test(text) ? '' : 'declare '}${text}`,
  )
  return `${[...Object.values(imports), ...lines.map(makeMethodsStrict), 'export {}'].join('\n')}\n`
}

/** The name a service's interface has in a program. */
export function serviceType(service: string): string {
  return `service_${service}`
}

function formatType(name: string, text: string): string {
  if (!name.startsWith('typeof ')) return text
  return /^(function|class|abstract class|enum|const enum) /.test(text)
    ? `declare ${text}`
    : `declare const ${name.slice('typeof '.length)}: ${text}`
}

/** Rewrites `find(id: string): User` to `find: (id: string) => User`: TypeScript compares the parameters of methods both ways. */
function makeMethodsStrict(text: string): string {
  const { program, errors } = parseSync('program.ts', text)
  return errors.length > 0 ? text : rewrite(program as unknown as Node, text)
}

function rewrite(node: Node, text: string): string {
  if (node.type === 'TSInterfaceBody') return rewriteMembers(node.body as readonly Node[], text)
  if (node.type === 'TSTypeLiteral') return rewriteMembers(node.members as readonly Node[], text)
  let result = ''
  let at = node.start
  for (const child of childrenOf(node)) {
    if (child.start < at) continue
    result += text.slice(at, child.start) + rewrite(child, text)
    at = child.end
  }
  return result + text.slice(at, node.end)
}

function rewriteMembers(members: readonly Node[], text: string): string {
  const written = new Set<string>()
  const lines = members.flatMap((member) => {
    if (!isMethod(member) || !isNode(member.key)) return [rewrite(member, text)]
    const key = text.slice(member.key.start, member.key.end)
    if (written.has(key)) return []
    written.add(key)
    const overloads = members.filter(
      (other) => isMethod(other) && isNode(other.key) && text.slice(other.key.start, other.key.end) === key,
    )
    const name = `${member.computed ? `[${key}]` : key}${member.optional ? '?' : ''}`
    const signatures = overloads.map((one) => rewriteSignature(one, text))
    const [only] = signatures
    return [
      only && signatures.length === 1
        ? `${name}: ${only.parameters} => ${only.result}`
        : `${name}: { ${signatures.map(({ parameters, result }) => `${parameters}: ${result}`).join('; ')} }`,
    ]
  })
  return `{ ${lines.map((line) => line.replace(/[;,]\s*$/, '')).join('; ')} }`
}

function isMethod(node: Node): boolean {
  return node.type === 'TSMethodSignature' && node.kind === 'method'
}

function rewriteSignature(method: Node, text: string): { readonly parameters: string; readonly result: string } {
  const generic = isNode(method.typeParameters) ? rewrite(method.typeParameters, text) : ''
  const parameters = (method.params as readonly Node[]).map((parameter) => rewrite(parameter, text)).join(', ')
  const result =
    isNode(method.returnType) && isNode(method.returnType.typeAnnotation)
      ? rewrite(method.returnType.typeAnnotation, text)
      : 'any'
  return { parameters: `${generic}(${parameters})`, result }
}

/** A text of types, and the declarations it is made of. */
export interface Closure {
  /** The text itself and its declarations, joined: equal closures mean equal types. */
  readonly text: string
  /** Each with its name before it. */
  readonly declarations: readonly string[]
}

/** Follows the names in a text through the types of a lock. */
export function closureOf(start: string, { types }: Surface): Closure {
  const declarations = new Map<string, string>()
  const pending = [start]
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    const words = new Set(text.match(/[A-Za-z_$][\w$]*/g))
    for (const name of Object.keys(types)) {
      if (declarations.has(name) || !words.has(name.replace(/^typeof /, ''))) continue
      const next = `${name} ${textOf(types[name])}`
      declarations.set(name, next)
      pending.push(next)
    }
  }
  const sorted = [...declarations.values()].toSorted()
  return { text: [start, ...sorted].join('\n'), declarations: [start, ...sorted] }
}

/** The paths of the properties that a declaration names: `lines.discount`. */
export function propertyPathsOf(declaration: string): ReadonlySet<string> {
  const { program } = parseSync('program.ts', declaration)
  const paths = new Set<string>()
  const visit = (node: Node, path: string) => {
    const named = /^(TSPropertySignature|TSMethodSignature|PropertyDefinition|MethodDefinition)$/.test(node.type)
    const key = named && isNode(node.key) ? declaration.slice(node.key.start, node.key.end) : undefined
    const own = key === undefined ? path : path === '' ? key : `${path}.${key}`
    if (key !== undefined) paths.add(own)
    for (const child of childrenOf(node)) visit(child, own)
  }
  visit(program as unknown as Node, '')
  return paths
}
