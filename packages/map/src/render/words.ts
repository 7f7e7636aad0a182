/** Words that every form of a map uses alike. */
import { edgeKinds } from '../model/edge-kinds.ts'
import type { Canvas, Edge, ProjectMap } from '../model/project-map.ts'
import { labelOf } from './edge-style.ts'

const mostNames = 3

/** `1 table`, `3 tables`. */
export const formatCount = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** What a map is of: its apps, or just modules. */
export function formatTitle({ apps }: ProjectMap): string {
  return apps.length === 0 ? 'the modules' : apps.map(({ name }) => name).join(', ')
}

/** `3 tables, 9 routes, 1 page`: how much a module holds, the first kinds of `most`; what it has none of is left out. */
export function formatContents(canvas: Canvas, most: number = Number.POSITIVE_INFINITY): string {
  const { tables, routes, pages, permissions, publishes, jobs, settings } = canvas
  const counts = [
    [tables.length, 'table'],
    [routes.length, 'route'],
    [pages.length, 'page'],
    [permissions.length, 'permission'],
    [publishes.length, 'event'],
    [jobs.length, 'job'],
    [settings.length, 'setting'],
  ] as const
  const filled = counts.flatMap(([count, noun]) => (count === 0 ? [] : [formatCount(count, noun)]))
  return filled.slice(0, most).join(', ')
}

/** `4 modules, 3 edges (2 needs, 1 uses service), no breach`. */
export function formatTotals({ modules, edges, breaches }: ProjectMap): string {
  const kinds = edgeKinds.flatMap(({ kind, label }) => {
    const count = edges.filter((edge) => edge.kind === kind).length
    return count === 0 ? [] : [`${count} ${label}`]
  })
  const byKind = kinds.length === 0 ? '' : ` (${kinds.join(', ')})`
  const found = breaches.length === 0 ? 'no breach' : `${breaches.length} breach${breaches.length === 1 ? '' : 'es'}`
  return `${formatCount(modules.length, 'module')}, ${formatCount(edges.length, 'edge')}${byKind}, ${found}`
}

/** What stands on an edge: its kind, and what it goes by where that says more than where it leads. */
export function formatEdgeLabel({ kind, by, to, optional }: Edge): string {
  const names = by.length > mostNames ? [...by.slice(0, mostNames - 1), `${by.length - mostNames + 1} more`] : by
  const through = by.length === 1 && by[0] === to ? '' : `: ${names.join(', ')}`
  return `${labelOf(kind)}${through}${optional && kind === 'needs' ? ' (optional)' : ''}`
}
