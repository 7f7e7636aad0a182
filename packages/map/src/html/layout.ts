/** Where everything stands in the diagram. */
import elk, { type ElkExtendedEdge, type ElkNode, type LayoutOptions } from 'elkjs'
import type { Crossing, Edge, ProjectMap } from '../model/project-map.ts'
import { type CrossingLine, listCrossingLines } from '../render/crossings.ts'
import { findGroups } from './groups.ts'
import { assignLayers } from './layers.ts'

export interface PlacedNode {
  readonly name: string
  readonly x: number
  readonly y: number
}

interface Point {
  readonly x: number
  readonly y: number
}

export interface PlacedLine {
  /** An edge of the map, or breaches that cross walls. */
  readonly of: { readonly edge: Edge } | { readonly crossing: CrossingLine }
  readonly from: string
  readonly to: string
  readonly points: readonly Point[]
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly nodeWidth: number
  readonly nodeHeight: number
  readonly nodes: readonly PlacedNode[]
  readonly lines: readonly PlacedLine[]
}

export interface NodeSize {
  readonly width: number
  readonly height: number
}

/** Width to height of the whole, about that of a window. */
const aspect = 1.7
const columnGap = 70
const rowGap = 12

const options: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'POLYLINE',
  'elk.randomSeed': '1',
  'elk.separateConnectedComponents': 'true',
  'elk.aspectRatio': String(aspect),
  'elk.spacing.componentComponent': '24',
  'elk.layered.considerModelOrder.strategy': 'PREFER_NODES',
  'elk.layered.considerModelOrder.components': 'GROUP_MODEL_ORDER',
  'elk.layered.cycleBreaking.strategy': 'INTERACTIVE',
  // The columns are those of `assignLayers`; the order within them, and the ways between them, are left to the library.
  'elk.layered.layering.strategy': 'INTERACTIVE',
  'elk.layered.nodePlacement.strategy': 'SIMPLE',
  'elk.layered.spacing.nodeNodeBetweenLayers': String(columnGap),
  'elk.spacing.nodeNode': String(rowGap),
  'elk.spacing.edgeEdge': '4',
  'elk.spacing.edgeNode': '6',
  'elk.padding': '[top=8,left=8,bottom=8,right=8]',
}

/** Lays a map out in columns, from those who need on the left to those who are needed on the right. */
export async function layOut(map: ProjectMap, size: NodeSize): Promise<Layout> {
  const lines = listLines(map)
  const graph: ElkNode = await new elk.default().layout({
    id: 'map',
    layoutOptions: options,
    children: placeInColumns(map, lines, size),
    edges: lines.map(({ from, to }, index) => ({ id: String(index), sources: [from], targets: [to] })),
  })
  const ways = new Map(graph.edges?.map((edge) => [edge.id, pointsOf(edge)]))
  return {
    width: Math.ceil(graph.width ?? 0),
    height: Math.ceil(graph.height ?? 0),
    nodeWidth: size.width,
    nodeHeight: size.height,
    nodes: (graph.children ?? []).map(({ id, x = 0, y = 0 }) => ({ name: id, x: round(x), y: round(y) })),
    lines: lines.map((line, index) => ({ ...line, points: ways.get(String(index)) ?? [] })),
  }
}

/** What joins two nodes; an edge from a module to itself has no place in a diagram. */
function listLines(map: ProjectMap): Omit<PlacedLine, 'points'>[] {
  return [
    ...map.edges.map((edge) => ({ of: { edge }, from: edge.from, to: edge.to })),
    ...listCrossingLines(map).map((crossing) => ({ of: { crossing }, from: crossing.from, to: crossing.to })),
  ].filter(({ from, to }) => from !== to)
}

/**
 * The nodes with the columns they are to stand in, for each group that is joined; apps that use a service come leftmost.
 */
function placeInColumns(map: ProjectMap, lines: readonly Crossing[], { width, height }: NodeSize): ElkNode[] {
  const apps = map.apps.map(({ name }) => name).filter((app) => map.edges.some(({ from }) => from === app))
  const needs = Map.groupBy(
    map.edges.filter(({ kind, from, to }) => kind === 'needs' && from !== to),
    ({ from }) => from,
  )
  return findGroups([...apps, ...map.modules.map(({ name }) => name)], lines).flatMap((group) => {
    const modules = group.filter((name) => !apps.includes(name))
    const most = Math.ceil(Math.sqrt((modules.length * (width + columnGap)) / (height + rowGap) / aspect))
    const layers = assignLayers({
      nodes: modules,
      needsOf: (node) => (needs.get(node) ?? []).map(({ to }) => to),
      most: Math.max(most, 4),
    })
    const columns = Math.max(...layers.values()) + 1
    return group.map((id) => ({ id, width, height, x: (columns - (layers.get(id) ?? columns)) * 2 * width, y: 0 }))
  })
}

function pointsOf({ sections = [] }: ElkExtendedEdge): Point[] {
  return sections
    .flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint])
    .map(({ x, y }) => ({ x: round(x), y: round(y) }))
}

const round = (value: number): number => Math.round(value * 10) / 10
