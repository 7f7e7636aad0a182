/** The map as a graph for Graphviz. */
import type { ProjectMap } from '../model/project-map.ts'
import { listCrossingLines } from './crossings.ts'
import { lineOf } from './edge-style.ts'
import { formatContents, formatEdgeLabel } from './words.ts'

const red = '#cf222e'

/** Modules as boxes, apps as ovals, a style of line for each kind of edge, and breaches in red. */
export function renderDot(map: ProjectMap): string {
  const breached = new Set(map.breaches.flatMap(({ modules }) => modules))
  return [
    'digraph modules {',
    '  rankdir=LR',
    '  node [shape=box, style=rounded, fontname="Helvetica"]',
    '  edge [fontname="Helvetica", fontsize=10]',
    ...map.apps.map(({ name }) => `  ${quote(name)} [shape=oval]`),
    ...map.modules.map((canvas) => {
      const label = [canvas.name, formatContents(canvas)].filter((line) => line !== '').join('\n')
      const colour = breached.has(canvas.name) ? `, color="${red}"` : ''
      return `  ${quote(canvas.name)} [label=${quote(label)}${colour}]`
    }),
    ...map.edges.map(
      (edge) =>
        `  ${quote(edge.from)} -> ${quote(edge.to)} [label=${quote(formatEdgeLabel(edge))}, style=${lineOf(edge)}]`,
    ),
    ...listCrossingLines(map).map(
      ({ from, to, codes }) =>
        `  ${quote(from)} -> ${quote(to)} [label=${quote(codes)}, color="${red}", fontcolor="${red}", penwidth=2]`,
    ),
    '}',
    '',
  ].join('\n')
}

/** A quoted string of DOT. */
function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
