/** Everything that joins the nodes of a map. */
import type { Project } from '@ashlar/doctor/project'
import { type EdgeKind, edgeKinds } from '../edge-kinds.ts'
import type { Edge } from '../project-map.ts'
import type { Scope } from '../scope.ts'
import { distinct, sortedBy } from '../sorted.ts'
import type { EdgeReader } from './edge-reader.ts'
import { readLinks } from './links.ts'
import { readListens } from './listens.ts'
import { readNeeds } from './needs.ts'
import { readServiceUses } from './service-uses.ts'

const readers: Readonly<Record<EdgeKind, EdgeReader>> = {
  needs: readNeeds,
  'uses-service': readServiceUses,
  listens: readListens,
  links: readLinks,
}

/** The edges of every kind: one between the same two nodes, however many things it goes by. */
export function readEdges(project: Project, scope: Scope): Edge[] {
  const edges = edgeKinds.flatMap(({ kind }) => {
    const joints = [...readers[kind](project, scope)]
    const pairs = Map.groupBy(joints, ({ from, to }) => JSON.stringify([from, to]))
    return [...pairs.values()].flatMap((pair): Edge[] => {
      const [first] = pair
      if (!first) return []
      const by = distinct(pair.map((joint) => joint.by))
      return [{ kind, from: first.from, to: first.to, by, optional: pair.every(({ optional }) => optional) }]
    })
  })
  return sortedBy(
    edges,
    ({ from }) => from,
    ({ to }) => to,
    ({ kind }) => kind,
  )
}
