/**
 * Which of the names that may be declarations a file uses: members such as `can.read` and `routes.show`, and wholes that
 * are handed on. Types are no uses: nothing of them is left at run time.
 */
import type { Expression } from 'oxc-parser'
import { defineCollector, type ParsedFile } from './collector.ts'

export interface Use {
  /** The names from the first to the last: `routes`, `show`. A single one when the whole is handed on. */
  readonly path: readonly string[]
  /** The keys of the functions it stands in, from the outside in: `store` of `{ store: () => redirect(routes.list()) }`. */
  readonly within: readonly string[]
}

export interface State {
  /** The names that declarations may stand behind. */
  readonly names: ReadonlySet<string>
  readonly found: Map<string, Use>
  readonly within: string[]
  /** Where a name stands that is no use by itself: a key, a type, the beginning of a path. */
  readonly passed: Set<number>
}

const mayDeclare = /^(?:\.{1,2}\/|#)|\/contract$/
const declaring = /^define[A-Z]/

export const uses = defineCollector<readonly Use[], State>({
  begin(file) {
    const passed = new Set<number>()
    const names = new Set([...listImported(file), ...listDeclared(file, passed)])
    return names.size === 0 ? undefined : { names, found: new Map(), within: [], passed }
  },
  visit: {
    MemberExpression(node, state) {
      const { path, start } = readPath(node)
      if (!node.computed) state.passed.add(node.property.start)
      const [first = ''] = path
      if (path.length < 2 || !state.names.has(first) || state.passed.has(start)) return
      state.passed.add(start)
      add(state, path)
    },
    Identifier(node, state) {
      if (state.names.has(node.name) && !state.passed.has(node.start)) add(state, [node.name])
    },
    CallExpression({ callee }, { passed }) {
      // What is called by itself is a function, and no set of declarations.
      if (callee.type === 'Identifier') passed.add(callee.start)
    },
    Property(node, { within, passed }) {
      if (isFunction(node.value)) within.push(keyOf(node))
      if (!node.computed && !node.shorthand) passed.add(node.key.start)
    },
    'Property:exit'({ value }, { within }) {
      if (isFunction(value)) within.pop()
    },
    ImportSpecifier({ imported, local }, { passed }) {
      passed.add(imported.start).add(local.start)
    },
    ImportDefaultSpecifier({ local }, { passed }) {
      passed.add(local.start)
    },
    ImportNamespaceSpecifier({ local }, { passed }) {
      passed.add(local.start)
    },
    ExportSpecifier({ exported, local }, { passed }) {
      passed.add(exported.start).add(local.start)
    },
    TSTypeQuery({ exprName }, { passed }) {
      passed.add(exprName.start)
    },
    TSTypeReference({ typeName }, { passed }) {
      passed.add(typeName.start)
    },
    TSPropertySignature({ key }, { passed }) {
      passed.add(key.start)
    },
  },
  end: ({ found }) => [...found.values()],
  absent: [],
})

function add({ found, within }: State, path: readonly string[]): void {
  const key = `${path.join('.')} ${within.join('.')}`
  if (!found.has(key)) found.set(key, { path, within: [...within] })
}

function listImported({ module }: ParsedFile): string[] {
  return module.staticImports
    .filter(({ moduleRequest }) => mayDeclare.test(moduleRequest.value))
    .flatMap(({ entries }) => entries.filter(({ isType }) => !isType).map(({ localName }) => localName.value))
}

/** The constants that a declaring call made in this file. Where they are made is no use of them. */
function listDeclared({ program, text }: ParsedFile, passed: Set<number>): string[] {
  if (!text.includes('define')) return []
  return program.body.flatMap((statement) => {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declaration?.type !== 'VariableDeclaration') return []
    return declaration.declarations.flatMap(({ id, init }) => {
      if (id.type !== 'Identifier' || init?.type !== 'CallExpression') return []
      if (init.callee.type !== 'Identifier' || !declaring.test(init.callee.name)) return []
      passed.add(id.start)
      return [id.name]
    })
  })
}

/** The names of `a.b.c`, and where the first one stands; no names for what is no such path. */
function readPath(expression: Expression): { readonly path: readonly string[]; readonly start: number } {
  const names: string[] = []
  let current = expression
  while (current.type === 'MemberExpression' && !current.computed && current.property.type === 'Identifier') {
    names.unshift(current.property.name)
    current = current.object
  }
  return current.type === 'Identifier'
    ? { path: [current.name, ...names], start: current.start }
    : { path: [], start: current.start }
}

const isFunction = ({ type }: { readonly type: string }): boolean =>
  type === 'ArrowFunctionExpression' || type === 'FunctionExpression'

function keyOf({ key, computed }: { readonly key: { readonly type: string }; readonly computed: boolean }): string {
  if (!computed && 'name' in key && typeof key.name === 'string') return key.name
  return 'value' in key && typeof key.value === 'string' ? key.value : ''
}
