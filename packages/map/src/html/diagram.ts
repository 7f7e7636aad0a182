/** The diagram of the modules, as SVG. */
import { edgeKinds } from '../model/edge-kinds.ts'
import type { Canvas, ProjectMap } from '../model/project-map.ts'
import { anchorOf } from '../render/anchor.ts'
import { breachesOf } from '../render/breaches-of.ts'
import { lineOf } from '../render/edge-style.ts'
import { formatContents, formatEdgeLabel } from '../render/words.ts'
import { type Layout, layOut, type PlacedLine, type PlacedNode } from './layout.ts'
import { html, type Markup, nothing } from './markup.ts'

/** Up to here a node also says what its module holds. */
const mostDetailed = 30
/** So many kinds of what a module holds fit into a node. */
const mostContents = 3
const narrowest = 110
const widest = 220
const detailedWidth = 200
const characterWidth = 7.8
const padding = 14

/** Draws a map: a link to its canvas for each module, and the lines between them. */
export async function drawDiagram(map: ProjectMap): Promise<Markup> {
  const detailed = map.modules.length <= mostDetailed
  const longest = Math.max(...map.modules.map(({ name }) => name.length), ...map.apps.map(({ name }) => name.length))
  const fitting = Math.min(Math.max(Math.ceil(longest * characterWidth) + 2 * padding, narrowest), widest)
  const size = { width: detailed ? Math.max(fitting, detailedWidth) : fitting, height: detailed ? 56 : 34 }
  const layout = await layOut(map, size)
  const modules = new Map(map.modules.map((canvas) => [canvas.name, canvas]))
  return html`<svg class="diagram${detailed ? '' : ' dense'}" width="${layout.width}" height="${layout.height}" viewBox="0 0 ${layout.width} ${layout.height}" role="group" aria-label="Modules and what joins them">
<defs>${[...edgeKinds.map(({ kind }) => kind), 'breach'].map(drawArrowHead)}</defs>
<g aria-hidden="true">${layout.lines.map(drawLine)}</g>
${layout.nodes.map((node) => drawNode(node, modules.get(node.name), { layout, map, detailed }))}
</svg>`
}

function drawArrowHead(kind: string): Markup {
  return html`<marker id="arrow-${kind}" class="arrow ${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" orient="auto"><path d="M0 .8 7.4 4 0 7.2z"/></marker>`
}

function drawLine({ of, from, to, points }: PlacedLine): Markup {
  const kind = 'edge' in of ? of.edge.kind : 'breach'
  const label = 'edge' in of ? formatEdgeLabel(of.edge) : of.crossing.codes
  const style = 'edge' in of ? lineOf(of.edge) : 'solid'
  return html`<path class="line ${kind} ${style}" data-kind="${kind}" data-from="${from}" data-to="${to}" marker-end="url(#arrow-${kind})" d="${curve(points)}"><title>${from} → ${to}: ${label}</title></path>
`
}

/** A line through points that leaves and reaches each of them horizontally. */
function curve(points: PlacedLine['points']): string {
  const [first, ...rest] = points
  if (!first) return ''
  let from = first
  const parts = rest.map((to) => {
    const middle = Math.round((from.x + to.x) * 5) / 10
    const part = from.y === to.y ? `L${to.x} ${to.y}` : `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`
    from = to
    return part
  })
  return `M${first.x} ${first.y}${parts.join('')}`
}

interface NodeSurroundings {
  readonly layout: Layout
  readonly map: ProjectMap
  readonly detailed: boolean
}

/** A module as a link to its canvas; an app as a link to the overview. */
function drawNode(node: PlacedNode, canvas: Canvas | undefined, around: NodeSurroundings): Markup {
  const { nodeWidth: width, nodeHeight: height } = around.layout
  const { name, x, y } = node
  const breaches = breachesOf(node, around.map).length
  const spoken = breaches === 0 ? name : `${name}, ${breaches === 1 ? '1 breach' : `${breaches} breaches`}`
  const contents = canvas ? formatContents(canvas) : 'app'
  const subline = around.detailed
    ? html`<text class="contents" x="${padding}" y="${height - 15}">${canvas ? formatContents(canvas, mostContents) : contents}</text>`
    : nothing
  const mark = breaches === 0 ? nothing : html`<circle class="mark" cx="${width - 12}" cy="${height / 2}" r="4.5"/>`
  const label = shorten(name, (width - 2 * padding - (breaches === 0 ? 0 : 12)) / (characterWidth - 0.4))
  return html`<a class="node ${canvas ? 'module' : 'app'}${breaches === 0 ? '' : ' breached'}" href="#${canvas ? anchorOf(name) : 'overview'}" data-name="${name}" aria-label="${spoken}" transform="translate(${x} ${y})"><title>${spoken}${contents === '' ? '' : `: ${contents}`}</title><rect width="${width}" height="${height}" rx="8"/><text class="name" x="${padding}" y="${around.detailed ? 24 : height / 2 + 4.5}">${label}</text>${subline}${mark}</a>
`
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(Math.floor(most) - 1, 1))}…`
}
