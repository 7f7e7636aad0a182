/** How an edge is drawn and called, alike in every form of a map. */
import { type EdgeKind, type EdgeKindDescription, edgeKinds } from '../model/edge-kinds.ts'
import type { Edge } from '../model/project-map.ts'

export type Line = EdgeKindDescription['line']

const descriptions = new Map<string, EdgeKindDescription>(edgeKinds.map((each) => [each.kind, each]))

/** The line of an edge; that of a need is dashed where the module can live without. */
export function lineOf({ kind, optional }: Pick<Edge, 'kind' | 'optional'>): Line {
  if (kind === 'needs' && optional) return 'dashed'
  return descriptions.get(kind)?.line ?? 'solid'
}

/** What a kind of edge is called. */
export function labelOf(kind: EdgeKind): string {
  return descriptions.get(kind)?.label ?? kind
}
