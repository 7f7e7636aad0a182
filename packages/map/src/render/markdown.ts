/** The map as a document to commit: the diagrams, and a canvas for each module. */
import { edgeKinds } from '../model/edge-kinds.ts'
import type { Breach, Canvas, ProjectMap } from '../model/project-map.ts'
import { anchorOf } from './anchor.ts'
import { breachesOf } from './breaches-of.ts'
import { type Cell, listSections, type Section } from './canvas-sections.ts'
import { renderMermaid, renderMermaidOverview } from './mermaid.ts'
import { formatTitle, formatTotals } from './words.ts'

/** The overview, the modules with what joins them, and a canvas for each module. */
export function renderMarkdown(map: ProjectMap): string {
  const shown = new Set(map.edges.map(({ kind }) => kind))
  const legend = edgeKinds
    .filter(({ kind }) => shown.has(kind))
    .map(({ label, meaning }) => `- **${label}**: ${meaning}`)
  return [
    `# Map of ${escapeText(formatTitle(map))}`,
    'Written by `ashlar graph`, which reads the sources: run it again instead of editing this page.',
    `${formatTotals(map)}.`,
    '## Overview',
    fence(renderMermaidOverview(map)),
    '## Modules',
    fence(renderMermaid(map)),
    ...(legend.length === 0 ? [] : [legend.join('\n')]),
    ...(map.breaches.length === 0 ? [] : ['## Breaches', listBreaches(map.breaches)]),
    '## Canvases',
    map.modules.map(({ name }) => linkTo(name)).join(' · '),
    ...map.modules.flatMap((canvas) => renderCanvas(canvas, map)),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n')
}

/** The bounds within which Mermaid draws, unless whoever shows the page has set others. */
const mostCharacters = 50_000
const mostArrows = 500

/** A diagram; where it is too large to be drawn, a sentence in its place. */
function fence(diagram: string): string {
  const arrows = diagram.match(/^ {2}\w+ (?:-->|-\.->|==>)/gm)?.length ?? 0
  return diagram.length > mostCharacters || arrows > mostArrows
    ? 'Too large to be drawn here: `ashlar graph --html` draws it.'
    : `\`\`\`mermaid\n${diagram}\`\`\``
}

function renderCanvas(canvas: Canvas, map: ProjectMap): string[] {
  const sections = listSections(canvas, map)
  const breaches = breachesOf(canvas, map)
  const empty = sections.filter(({ rows }) => rows.length === 0).map(({ title }) => title.toLowerCase())
  const owner = canvas.owners.length === 0 ? 'not stated' : canvas.owners.map(escapeText).join(', ')
  return [
    `<a id="${anchorOf(canvas.name)}"></a>`,
    `### ${escapeText(canvas.name)}`,
    ...(canvas.description === '' ? [] : [escapeText(canvas.description)]),
    `Package ${codeSpan(canvas.package)} · version ${escapeText(canvas.version)} · owner: ${owner}`,
    ...(breaches.length === 0 ? [] : ['#### Breaches', listBreaches(breaches)]),
    ...sections.filter(({ rows }) => rows.length > 0).flatMap(renderSection),
    ...(empty.length === 0 ? [] : [`None: ${empty.join(', ')}.`]),
  ]
}

function listBreaches(breaches: readonly Breach[]): string {
  return breaches
    .map(({ code, message, file, remedy, known }) => {
      const passed = known ? ' (known, let pass)' : ''
      return `- **${code}** ${escapeText(message)}${passed} In ${codeSpan(file)}. ${escapeText(remedy)}`
    })
    .join('\n')
}

/** A table; one of a single column as a line. */
function renderSection({ title, columns, rows }: Section): string[] {
  const heading = `#### ${title}`
  if (columns.length === 1) return [heading, rows.map(([cell = []]) => renderCell(cell)).join(' · ')]
  const lines = [columns, columns.map(() => '---'), ...rows.map((row) => row.map(renderCell))]
  return [heading, lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')]
}

function renderCell(cell: Cell): string {
  return cell
    .map(({ as, text }) => {
      if (as === 'module') return linkTo(text)
      return as === 'code' ? codeSpan(text) : escapeText(text)
    })
    .join('')
}

const linkTo = (name: string): string => `[${escapeText(name)}](#${anchorOf(name)})`

/** Text in which nothing is markup. */
function escapeText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]#|~!]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** Text in code, whatever backticks are in it; a bar would end the cell of a table. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fenceOfSpan = '`'.repeat(longest + 1)
  const padding = longest > 0 ? ' ' : ''
  const body = text.replace(/\s+/g, ' ').replaceAll('|', '\\|')
  return `${fenceOfSpan}${padding}${body}${padding}${fenceOfSpan}`
}
