/** The tables that a module declares, read from the file that its definition loads them from. */
import type { Value } from '../facts/values.ts'
import type { Declared } from './declarations.ts'
import { findBeside } from './loaded-file.ts'
import type { SourceFile } from './project.ts'

/** The tables that a file exports, those it passes on from other files included, by their names in the database. */
export function readTables(file: SourceFile): Declared[] {
  return [...listExported(file, new Set()).values()]
}

/** Tables by the names they are exported under. */
function listExported(file: SourceFile, seen: Set<SourceFile>): Map<string, Declared> {
  if (seen.has(file)) return new Map()
  seen.add(file)
  const passed = file.facts.imports.flatMap(({ kind, specifier, names }) => {
    const other = kind === 'reexport' ? findBeside(file, specifier) : undefined
    const tables = other ? [...listExported(other, seen)] : []
    return tables.filter(([name]) => names.some(({ imported }) => imported === '*' || imported === name))
  })
  const own = file.facts.exports.flatMap(({ name, local, typeOnly }) => {
    const value = typeOnly ? undefined : file.facts.values[local ?? name]
    const table = value && findTable(value)
    if (!table) return []
    const { line, column } = value.at
    return [[name, { name: table, place: { file: file.path, line, column } }] as const]
  })
  return new Map([...passed, ...own])
}

/** The name in `schema.table('order', …)`, also where a call is made on it or around it. */
function findTable(value: Value): string | undefined {
  if (value.kind !== 'call') return undefined
  const { callee, receiver, args } = value
  const [first] = args
  if (callee.split('.').at(-1) === 'table' && first?.kind === 'literal' && typeof first.value === 'string') {
    return first.value
  }
  return (receiver && findTable(receiver)) ?? (first && findTable(first))
}
