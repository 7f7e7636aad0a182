/** The types of a lock as a program for the compiler. */
import { parseSync } from 'oxc-parser'
import { childrenOf, isNode, type Node, nameOf } from '../../declarations/declaration-file.ts'
import type { Surface } from '../../lock/lock.ts'

/** Joins a text that the lock keeps as lines. */
export function textOf(text: string | readonly string[] | undefined): string {
  return text === undefined ? '' : typeof text === 'string' ? text : text.join('\n')
}

/** The name a service's interface has in a program; names of services may hold more than those of types. */
export function serviceType(service: string): string {
  return `service_${service.replace(/\W/g, (letter) => `$${letter.codePointAt(0)}`)}`
}

interface FormatProgramOptions {
  /** The keys of the types that are taken from another program. @default none */
  readonly shared?: ReadonlySet<string>
  /** The other program, as an import names it. */
  readonly from?: string
}

/**
 * Writes a program that exports every type of a surface, and the interfaces of its services.
 *
 * What both states of a contract have alike is best shared, for two declarations of a class or of a symbol never fit
 * each other.
 */
export function formatProgram(
  { imports, types, services }: Surface,
  { shared = new Set(), from }: FormatProgramOptions = {},
): string {
  const texts = [
    ...Object.entries(types).flatMap(([key, text]) => (shared.has(key) ? [] : formatType(key, textOf(text)))),
    ...Object.entries(services).map(([name, service]) => `type ${serviceType(name)} = ${textOf(service.interface)}`),
  ]
  const declared = new Set([...Object.keys(types).map(nameOfKey), ...Object.keys(imports)])
  const names = [...new Set([...shared].map(nameOfKey))].join(', ')
  const head =
    from === undefined
      ? [`export declare class ${anything} { #any }`]
      : [`import { ${anything}, ${names} } from ${JSON.stringify(from)}`, `export { ${names} }`]
  return [...Object.values(imports), ...head, ...texts.map((text) => exportAll(text, declared)), ''].join('\n')
}

/** What stands for `any`: a type that fits itself alone, for the real one would hide every change. */
const anything = '$Any'

/** The name that a key of a lock's types stands for: `total` of `typeof total`. */
export function nameOfKey(key: string): string {
  return key.replace(/^typeof /, '')
}

function formatType(key: string, text: string): string {
  const isDeclaration = !key.startsWith('typeof ') || /^(?:function|class|abstract class|enum|const enum) /.test(text)
  return isDeclaration ? text : `const ${nameOfKey(key)}: ${text}`
}

/**
 * Exports declarations, and rewrites what the compiler is lenient with: parameters of methods, which it compares both
 * ways, and `any`. `find(id: string): User` becomes `find: (id: string) => User`.
 */
function exportAll(text: string, declared: ReadonlySet<string>): string {
  const { body } = parseSync('program.d.ts', text).program
  const statements = body as unknown as readonly Node[]
  return statements.map((statement) => `export declare ${rewrite(statement, { text, declared })}`).join('\n')
}

interface RewriteContext {
  readonly text: string
  /** The names that are no globals. */
  readonly declared: ReadonlySet<string>
  /** Whether `any` stays. */
  readonly keepsAny?: boolean
}

function rewrite(node: Node, outer: RewriteContext): string {
  const context = needsAny(node, outer) ? { ...outer, keepsAny: true } : outer
  if (node.type === 'TSAnyKeyword') return context.keepsAny ? 'any' : anything
  if (node.type === 'TSInterfaceBody' || node.type === 'ClassBody')
    return rewriteMembers(node.body as readonly Node[], context)
  if (node.type === 'TSTypeLiteral') return rewriteMembers(node.members as readonly Node[], context)
  let result = ''
  let at = node.start
  for (const child of childrenOf(node)) {
    if (child.start < at) continue
    result += context.text.slice(at, child.start) + rewrite(child, context)
    at = child.end
  }
  return result + context.text.slice(at, node.end)
}

/** Whether another type for `any` could be refused: in conditions, and as an argument of a type with conditions of its own. */
function needsAny(node: Node, { declared }: RewriteContext): boolean {
  if (/^TS(?:TypeParameterDeclaration|ConditionalType|ImportType)$/.test(node.type)) return true
  return node.type === 'TSTypeReference' && isNode(node.typeArguments) && !isGlobal(node.typeName, declared)
}

function isGlobal(name: unknown, declared: ReadonlySet<string>): boolean {
  return isNode(name) && name.type === 'Identifier' && !declared.has(nameOf(name))
}

function rewriteMembers(members: readonly Node[], context: RewriteContext): string {
  const written = new Set<string>()
  const lines = members.flatMap((member) => {
    const head = headOf(member, context)
    if (head === undefined) return [rewrite(member, context)]
    if (written.has(head)) return []
    written.add(head)
    const overloads = members.filter((other) => headOf(other, context) === head)
    const signatures = overloads.map((one) => rewriteSignature(one, context))
    const [only] = signatures
    return [
      only && signatures.length === 1
        ? `${head}: ${only.parameters} => ${only.result}`
        : `${head}: { ${signatures.map(({ parameters, result }) => `${parameters}: ${result}`).join('; ')} }`,
    ]
  })
  return `{ ${lines.map((line) => line.replace(/[;,]\s*$/, '')).join('; ')} }`
}

/** What stands before the parameters of a method, such as `static find`; `undefined` for what is none. */
function headOf(member: Node, { text }: RewriteContext): string | undefined {
  const isMethod = /^(?:TSMethodSignature|MethodDefinition)$/.test(member.type) && member.kind === 'method'
  if (!isMethod || !isNode(member.key)) return undefined
  const key = text.slice(member.key.start, member.key.end)
  const modifiers = text.slice(member.start, member.key.start).replace(/\[$/, '')
  return `${modifiers}${member.computed ? `[${key}]` : key}${member.optional ? '?' : ''}`
}

function rewriteSignature(
  method: Node,
  context: RewriteContext,
): { readonly parameters: string; readonly result: string } {
  const signature = isNode(method.value) ? method.value : method
  const generic = isNode(signature.typeParameters) ? rewrite(signature.typeParameters, context) : ''
  const parameters = (signature.params as readonly Node[]).map((parameter) => rewrite(parameter, context)).join(', ')
  const result =
    isNode(signature.returnType) && isNode(signature.returnType.typeAnnotation)
      ? rewrite(signature.returnType.typeAnnotation, context)
      : anything
  return { parameters: `${generic}(${parameters})`, result }
}
