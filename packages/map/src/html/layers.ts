/** Which column of the diagram each node stands in. */
import { compareTexts } from '../model/sorted.ts'

export interface LayersOptions {
  /** Sorted; their order decides where nothing else does. */
  readonly nodes: readonly string[]
  /** What each asks something of. Circles may be among them. */
  readonly needsOf: (node: string) => readonly string[]
  /** How many nodes a column may hold. */
  readonly most: number
}

/**
 * Gives each node a column, counted from the right: whoever needs something stands further left than it. A column that
 * is full is passed over, which is what keeps a map of a hundred modules as wide as it is high.
 */
export function assignLayers({ nodes, needsOf, most }: LayersOptions): ReadonlyMap<string, number> {
  const depths = measureDepths(nodes, needsOf)
  const neighbours = new Map(nodes.map((node) => [node, [...needsOf(node)].sort().join(' ')]))
  const ordered = nodes.toSorted(
    (one, other) =>
      (depths.get(one) ?? 0) - (depths.get(other) ?? 0) ||
      compareTexts(neighbours.get(one) ?? '', neighbours.get(other) ?? ''),
  )
  const layers = new Map<string, number>()
  const sizes: number[] = []
  for (const node of ordered) {
    let layer = Math.max(-1, ...needsOf(node).map((need) => layers.get(need) ?? -1)) + 1
    while ((sizes[layer] ?? 0) >= most) layer += 1
    layers.set(node, layer)
    sizes[layer] = (sizes[layer] ?? 0) + 1
  }
  return layers
}

/** How many steps each node is from one that needs nothing. A step that would close a circle does not count. */
function measureDepths(nodes: readonly string[], needsOf: LayersOptions['needsOf']): ReadonlyMap<string, number> {
  const depths = new Map<string, number>()
  const open = new Set<string>()
  const measure = (node: string): number => {
    const known = depths.get(node)
    if (known !== undefined) return known
    open.add(node)
    const below = needsOf(node).filter((need) => !open.has(need))
    const depth = Math.max(-1, ...below.map(measure)) + 1
    open.delete(node)
    depths.set(node, depth)
    return depth
  }
  for (const node of nodes) measure(node)
  return depths
}
