/** What a type of a program is made of: its members, wherever they are declared. */
import { type DeclarationFile, isNode, type Node, nameOf } from '../../declarations/declaration-file.ts'

/** A type where it stands: the program it is a part of, and what the type parameters around it stand for. */
export interface TypePlace {
  readonly node: Node
  readonly program: DeclarationFile
  readonly bound: ReadonlyMap<string, TypePlace>
}

/**
 * A property, or a part of a function: its second parameter is called `(2)`, all from the third on `(3...)`, and what it
 * gives back `()`.
 */
export interface TypeMember {
  /** More than one where types are joined. */
  readonly types: readonly TypePlace[]
  readonly isReadOnly: boolean
}

/** The members of a type by name. */
export type TypeMembers = ReadonlyMap<string, TypeMember>

/** How deep aliases and type parameters are followed; types that go on forever end there. */
const deepest = 32

/** Finds the place of what a program declares, as a type or as a value. */
export function findDeclared(program: DeclarationFile, name: string, isValue: boolean): readonly TypePlace[] {
  const nodes = (isValue ? program.values.get(name) : undefined) ?? program.types.get(name) ?? []
  return nodes.map((node) => ({ node, program, bound: new Map() }))
}

/**
 * The members of types that are joined: those of each. Lists and promises are looked through.
 *
 * `undefined` where none of them has a structure to look at, such as `unknown` or a type from elsewhere.
 */
export function listMembers(places: readonly TypePlace[]): TypeMembers | undefined {
  const members = new Map<string, TypeMember>()
  const structures = places.flatMap((one) => unfold(one, 0)).filter(({ node }) => hasStructure(node))
  if (structures.length === 0) return undefined
  for (const place of structures) {
    for (const [name, member] of isFunction(place.node) ? signatureOf(place) : propertiesOf(place)) {
      const known = members.get(name)
      members.set(name, {
        types: [...(known?.types ?? []), ...member.types],
        isReadOnly: member.isReadOnly && (known?.isReadOnly ?? true),
      })
    }
  }
  return members
}

/** The alternatives of a union that have members; a type that is none is its only one. */
export function listAlternatives(places: readonly TypePlace[]): readonly TypePlace[] {
  return places.flatMap((place) => unfoldUnion(place, 0)).filter((place) => listMembers([place]) !== undefined)
}

/** The text of a member's type when that is a single literal, such as `"open"`. */
export function literalOf(member: TypeMember | undefined): string | undefined {
  const [only] = member?.types ?? []
  return only?.node.type === 'TSLiteralType' ? textOf(only.node, only.program) : undefined
}

/** Whether a member is there to be called. */
export function isMethod({ types }: TypeMember): boolean {
  return types.length > 0 && types.every(({ node }) => isFunction(node))
}

function textOf({ start, end }: Node, { text }: DeclarationFile): string {
  return text.slice(start, end)
}

function unfoldUnion(place: TypePlace, depth: number): readonly TypePlace[] {
  if (depth > deepest) return []
  if (place.node.type === 'TSUnionType') return partsOf(place, 'types').flatMap((part) => unfoldUnion(part, depth + 1))
  const inner = lookThrough(place)
  return inner ? inner.flatMap((part) => unfoldUnion(part, depth + 1)) : [place]
}

/** The types with members of their own that a type comes down to. */
function unfold(place: TypePlace, depth: number): readonly TypePlace[] {
  if (depth > deepest) return []
  const { type } = place.node
  const joined = /^TS(?:Union|Intersection)Type$/.test(type) ? partsOf(place, 'types') : lookThrough(place)
  const bases =
    type === 'ClassDeclaration'
      ? findDeclared(place.program, nameOf(place.node.superClass), false)
      : partsOf(place, 'extends')
  const own = joined ?? [...bases, ...signaturesOf(place)]
  const rest = own.flatMap((part) => unfold(part, depth + 1))
  return joined ? rest : [place, ...rest]
}

/** What a type only stands for, such as the target of an alias or the items of a list; `undefined` for any other. */
function lookThrough(place: TypePlace): readonly TypePlace[] | undefined {
  switch (place.node.type) {
    case 'TSTypeReference':
    case 'TSInterfaceHeritage':
      return followReference(place)
    case 'TSTypeQuery':
      return findDeclared(place.program, nameOf(place.node.exprName), true)
    case 'VariableDeclarator':
      return isNode(place.node.id) ? partsOf({ ...place, node: place.node.id }, 'typeAnnotation') : []
    case 'TSArrayType':
      return partsOf(place, 'elementType')
    case 'TSTupleType':
      return partsOf(place, 'elementTypes')
    case 'TSTypeAliasDeclaration':
    case 'TSTypeOperator':
    case 'TSParenthesizedType':
    case 'TSOptionalType':
    case 'TSRestType':
      return partsOf(place, 'typeAnnotation')
    case 'TSNamedTupleMember':
      return partsOf(place, 'elementType')
    default:
      return undefined
  }
}

/** The nodes of a property, in the place of what they are a part of; of an annotation, its type. */
function partsOf({ node, program, bound }: TypePlace, property: string): readonly TypePlace[] {
  return [node[property]]
    .flat()
    .filter(isNode)
    .map((part) => (part.type === 'TSTypeAnnotation' && isNode(part.typeAnnotation) ? part.typeAnnotation : part))
    .map((part) => ({ node: part, program, bound }))
}

/** A type that the program does not declare, such as `Promise<Item>`, has the members of what it is given. */
function followReference(place: TypePlace): readonly TypePlace[] {
  const { node, program, bound } = place
  const name = nameOf(node.typeName ?? node.expression)
  const given = isNode(node.typeArguments) ? partsOf({ ...place, node: node.typeArguments }, 'params') : []
  const parameter = bound.get(name)
  if (parameter) return [parameter]
  const declared = program.types.get(name)
  return declared?.map((target) => ({ node: target, program, bound: bindParameters(target, program, given) })) ?? given
}

function bindParameters(
  { typeParameters }: Node,
  program: DeclarationFile,
  given: readonly TypePlace[],
): ReadonlyMap<string, TypePlace> {
  const parameters = isNode(typeParameters) ? (typeParameters.params as readonly Node[]) : []
  return new Map(
    parameters.flatMap((parameter, index) => {
      const [initial] = partsOf({ node: parameter, program, bound: new Map() }, 'default')
      const argument = given[index] ?? initial
      return argument ? [[nameOf(parameter.name), argument] as const] : []
    }),
  )
}

const functions =
  /^(?:TSFunctionType|TSConstructorType|TSMethodSignature|TSDeclareFunction|FunctionDeclaration|TSEmptyBodyFunctionExpression|FunctionExpression)$/
const signatures = /^TS(?:Call|Construct)SignatureDeclaration$/

function isFunction({ type }: Node): boolean {
  return functions.test(type) || signatures.test(type)
}

/** The signatures of an object that can be called. */
function signaturesOf(place: TypePlace): readonly TypePlace[] {
  return listBody(place.node)
    .filter(({ type }) => signatures.test(type))
    .map((node) => ({ ...place, node }))
}

function hasStructure(node: Node): boolean {
  return isFunction(node) || /^(?:TSTypeLiteral|TSInterfaceDeclaration|ClassDeclaration)$/.test(node.type)
}

function listBody({ type, body, members }: Node): readonly Node[] {
  if (type === 'TSTypeLiteral') return members as readonly Node[]
  return isNode(body) && /^(?:TSInterfaceBody|ClassBody)$/.test(body.type) ? (body.body as readonly Node[]) : []
}

function signatureOf(place: TypePlace): TypeMembers {
  const parameters = partsOf(place, 'params').map((parameter, index): readonly [string, TypeMember] => {
    const isRest = parameter.node.type === 'RestElement'
    return [
      isRest ? `(${index + 1}...)` : `(${index + 1})`,
      { types: partsOf(parameter, 'typeAnnotation'), isReadOnly: false },
    ]
  })
  return new Map([...parameters, ['()', { types: partsOf(place, 'returnType'), isReadOnly: false }]])
}

function propertiesOf(place: TypePlace): TypeMembers {
  const named = listBody(place.node).filter(
    ({ key, accessibility, computed }) =>
      isNode(key) && key.type !== 'PrivateIdentifier' && accessibility !== 'private' && computed !== true,
  )
  return new Map(
    named.map((member) => {
      const types = [member, member.value]
        .filter(isNode)
        .map((node) => ({ ...place, node }))
        .flatMap((of) => (isFunction(of.node) ? [of] : partsOf(of, 'typeAnnotation')))
      return [nameOf(member.key), { types, isReadOnly: member.readonly === true }]
    }),
  )
}
