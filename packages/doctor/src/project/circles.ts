/** Circles in a directed graph. */

export interface Step<Node extends object, Edge> {
  readonly to: Node
  readonly edge: Edge
}

/**
 * One circle of each set of nodes that all reach each other: the shortest through the first of them. What is left of
 * the set when it is cut shows the next one.
 */
export function listCircles<Node extends object, Edge>(
  nodes: readonly Node[],
  stepsFrom: (node: Node) => readonly Step<Node, Edge>[],
): Edge[][] {
  return listComponents(nodes, stepsFrom).flatMap((component) => {
    const members = new Set(component)
    const [first] = component.toSorted((one, other) => nodes.indexOf(one) - nodes.indexOf(other))
    const circle = first && findWayBack(first, (node) => stepsFrom(node).filter(({ to }) => members.has(to)))
    return circle ? [circle] : []
  })
}

/** The shortest way from a node back to itself. */
function findWayBack<Node extends object, Edge>(
  start: Node,
  stepsFrom: (node: Node) => readonly Step<Node, Edge>[],
): Edge[] | undefined {
  const ways: { readonly node: Node; readonly edges: Edge[] }[] = [{ node: start, edges: [] }]
  const seen = new Set<Node>()
  for (const { node, edges } of ways) {
    for (const { to, edge } of stepsFrom(node)) {
      if (to === start) return [...edges, edge]
      if (seen.has(to)) continue
      seen.add(to)
      ways.push({ node: to, edges: [...edges, edge] })
    }
  }
  return undefined
}

/** Tarjan's strongly connected components, without recursion: a chain of imports may be thousands of files long. */
function listComponents<Node extends object, Edge>(
  nodes: readonly Node[],
  stepsFrom: (node: Node) => readonly Step<Node, Edge>[],
): Node[][] {
  const order = new Map<Node, number>()
  const lowest = new Map<Node, number>()
  const open: Node[] = []
  const isOpen = new Set<Node>()
  const components: Node[][] = []
  const enter = (node: Node) => {
    order.set(node, order.size)
    lowest.set(node, order.get(node) ?? 0)
    open.push(node)
    isOpen.add(node)
    return { node, steps: stepsFrom(node), next: 0 }
  }
  const lower = (node: Node, to: number) => lowest.set(node, Math.min(lowest.get(node) ?? to, to))
  for (const root of nodes) {
    if (order.has(root)) continue
    const stack = [enter(root)]
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const step = frame.steps[frame.next]
      frame.next += 1
      if (step) {
        const seen = order.get(step.to)
        if (seen === undefined) stack.push(enter(step.to))
        else if (isOpen.has(step.to)) lower(frame.node, seen)
        continue
      }
      stack.pop()
      const parent = stack.at(-1)
      const low = lowest.get(frame.node) ?? 0
      if (parent) lower(parent.node, low)
      if (low !== order.get(frame.node)) continue
      const component = open.splice(open.indexOf(frame.node))
      for (const node of component) isOpen.delete(node)
      components.push(component)
    }
  }
  return components
}
