import type { Crossing } from '../model/project-map.ts'

/** Those who are joined to each other by any way, together; in the order in which they are given. */
export function findGroups(nodes: readonly string[], lines: readonly Crossing[]): string[][] {
  const heads = new Map(nodes.map((node) => [node, node]))
  const headOf = (node: string): string => {
    const head = heads.get(node) ?? node
    return head === node ? node : headOf(head)
  }
  for (const { from, to } of lines) heads.set(headOf(from), headOf(to))
  return [...Map.groupBy(nodes, headOf).values()]
}
