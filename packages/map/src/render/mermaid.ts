/** The map as Mermaid diagrams, which hosts of code draw in Markdown. */
import type { ProjectMap } from '../model/project-map.ts'
import { breachesOf } from './breaches-of.ts'
import { listCrossingLines } from './crossings.ts'
import { type Line, lineOf } from './edge-style.ts'
import { formatCount, formatEdgeLabel } from './words.ts'

const arrows: Readonly<Record<Line, string>> = { solid: '-->', dashed: '-.->', dotted: '-.->' }
const red = '#cf222e'

/** Modules, what joins them, and breaches in red. */
export function renderMermaid(map: ProjectMap): string {
  const joined = new Set(map.edges.map(({ from }) => from))
  const edges = map.edges.map(
    (edge) => `  ${idOf(edge.from)} ${arrows[lineOf(edge)]}|${quote(formatEdgeLabel(edge))}| ${idOf(edge.to)}`,
  )
  const crossings = listCrossingLines(map)
  const crossed = crossings.map(({ from, to, codes }) => `  ${idOf(from)} ==>|${quote(codes)}| ${idOf(to)}`)
  const styles = crossings.map((_, index) => `  linkStyle ${edges.length + index} stroke:${red},color:${red}`)
  const breached = map.modules.filter((canvas) => breachesOf(canvas, map).length > 0)
  return [
    'flowchart LR',
    ...map.apps.filter(({ name }) => joined.has(name)).map(({ name }) => `  ${idOf(name)}([${quote(name)}])`),
    ...map.modules.map(({ name }) => `  ${idOf(name)}[${quote(name)}]`),
    ...edges,
    ...crossed,
    ...styles,
    ...breached.map(({ name }) => `  style ${idOf(name)} stroke:${red},stroke-width:2px`),
    '',
  ].join('\n')
}

/** The app, its modules, and the schemas they keep in the database, in the manner of C4. */
export function renderMermaidOverview(map: ProjectMap): string {
  const withTables = map.modules.filter(({ tables }) => tables.length > 0)
  return [
    'flowchart LR',
    ...map.apps.map(({ name }) => `  ${idOf(name)}([${quote(`${name}\nApp`)}])`),
    ...map.modules.map(({ name }) => `  ${idOf(name)}[${quote(`${name}\nModule`)}]`),
    ...(withTables.length === 0 ? [] : [`  database[(${quote('PostgreSQL\nDatabase, a schema a module')})]`]),
    ...map.apps.flatMap(({ name, modules }) => modules.map((module) => `  ${idOf(name)} --> ${idOf(module)}`)),
    ...withTables.map(
      ({ name, tables }) => `  ${idOf(name)} -->|${quote(formatCount(tables.length, 'table'))}| database`,
    ),
    '',
  ].join('\n')
}

/** A name as an id: what Mermaid might read as syntax stands by its code, so that no two names fall together. */
function idOf(name: string): string {
  return `n_${name.replace(/[^a-z0-9]/gi, (character) => `_${character.codePointAt(0)?.toString(16)}_`)}`
}

/** A label; Mermaid reads entities by their codes, and everything else of it as text. */
function quote(label: string): string {
  const escaped = label.replace(/[^\p{L}\p{N} .,:()@/\n?-]/gu, (character) => `#${character.codePointAt(0)};`)
  return `"${escaped.replaceAll('\n', '<br/>')}"`
}
