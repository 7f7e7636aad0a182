/** Where a file reads the environment of its process, or what a build puts in its place. */
import type { Expression, ObjectPattern } from 'oxc-parser'
import type { Position } from '../source/position.ts'
import { defineCollector } from './collector.ts'

export interface EnvironmentRead {
  /** `process.env`, or what else it is read from. */
  readonly from: string
  /** `null` when it is not read by one name. */
  readonly variable: string | null
  readonly at: Position
}

export interface State {
  readonly reads: EnvironmentRead[]
  /** The offsets of environments that are part of a read which is recorded. */
  readonly recorded: Set<number>
}

const environments: ReadonlySet<string> = new Set([
  'process.env',
  'globalThis.process.env',
  'Bun.env',
  'import.meta.env',
])
const mayRead = /\benv\b/

export const environment = defineCollector<readonly EnvironmentRead[], State>({
  begin: ({ text, module, locate }) => {
    if (!mayRead.test(text)) return undefined
    const reads = module.staticImports
      .filter(({ moduleRequest: { value } }) => value === 'node:process' || value === 'process')
      .flatMap(({ entries }) => entries.filter(({ importName }) => importName.name === 'env'))
      .map(({ localName }) => ({ from: 'process.env', variable: null, at: locate(localName) }))
    return { reads, recorded: new Set() }
  },
  visit: {
    MemberExpression(member, { reads, recorded }, { locate }) {
      const whole = environmentOf(member)
      if (whole !== undefined && !recorded.has(member.end)) {
        reads.push({ from: whole, variable: null, at: locate(member) })
      }
      const from = environmentOf(member.object)
      if (from === undefined) return
      recorded.add(member.object.end)
      reads.push({ from, variable: nameOf(member.property), at: locate(member) })
    },
    VariableDeclarator({ id, init }, { reads, recorded }, { locate }) {
      if (id.type !== 'ObjectPattern' || !init) return
      const from = environmentOf(init)
      if (from !== undefined) {
        recorded.add(init.end)
        for (const variable of namesIn(id)) reads.push({ from, variable, at: locate(id) })
      }
      const isProcess = init.type === 'Identifier' && init.name === 'process'
      if (isProcess && namesIn(id).includes('env')) reads.push({ from: 'process.env', variable: null, at: locate(id) })
    },
  },
  end: ({ reads }) => reads,
  absent: [],
})

function environmentOf(expression: Expression): string | undefined {
  const path = pathOf(expression)
  return path !== undefined && environments.has(path) ? path : undefined
}

function pathOf(expression: Expression): string | undefined {
  if (expression.type === 'Identifier') return expression.name
  if (expression.type === 'MetaProperty') return 'import.meta'
  if (expression.type !== 'MemberExpression' || expression.property.type !== 'Identifier') return undefined
  const head = pathOf(expression.object)
  return head === undefined ? undefined : `${head}.${expression.property.name}`
}

/** A name, or `'NAME'` in brackets; a name in brackets is a variable of the program. */
function nameOf(property: { readonly type: string; readonly name?: unknown; readonly value?: unknown }): string | null {
  const name = property.type === 'Identifier' ? property.name : property.value
  return typeof name === 'string' ? name : null
}

/** What a pattern takes; `null` for the rest. */
function namesIn({ properties }: ObjectPattern): (string | null)[] {
  return properties.map((property) => (property.type === 'Property' ? nameOf(property.key) : null))
}
