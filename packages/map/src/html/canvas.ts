/** The canvas page of a module. */
import type { Breach, Canvas, ProjectMap } from '../model/project-map.ts'
import { anchorOf } from '../render/anchor.ts'
import { breachesOf } from '../render/breaches-of.ts'
import { type Cell, listSections, type Section } from '../render/canvas-sections.ts'
import { html, type Markup, nothing } from './markup.ts'

/** All that is told of a module, in a section of its own; shown when its address is followed. */
export function renderCanvas(canvas: Canvas, map: ProjectMap): Markup {
  const anchor = anchorOf(canvas.name)
  const sections = listSections(canvas, map)
  const filled = sections.filter(({ rows }) => rows.length > 0)
  const breaches = breachesOf(canvas, map)
  const empty = sections.filter(({ rows }) => rows.length === 0).map(({ title }) => title.toLowerCase())
  return html`<section class="canvas" id="${anchor}" tabindex="-1" aria-labelledby="${anchor}-name" data-name="${canvas.name}">
<header><h2 id="${anchor}-name">${canvas.name}</h2><span class="version">${canvas.version}</span><a class="close" href="#map" aria-label="Close ${canvas.name}">✕</a></header>
${canvas.description === '' ? nothing : html`<p class="description">${canvas.description}</p>`}
<dl class="facts"><div><dt>Package</dt><dd><code>${canvas.package}</code></dd></div><div><dt>Owner</dt><dd>${canvas.owners.length === 0 ? 'not stated' : canvas.owners.join(', ')}</dd></div></dl>
${breaches.length === 0 ? nothing : html`<h3>Breaches <span class="count">${breaches.length}</span></h3>${listBreaches(breaches)}`}
${filled.map(renderSection)}
${empty.length === 0 ? nothing : html`<p class="none">None: ${empty.join(', ')}.</p>`}
</section>
`
}

function renderSection({ title, columns, rows }: Section): Markup {
  const count = html`<h3>${title} <span class="count">${rows.length}</span></h3>`
  if (columns.length === 1) {
    const items = rows.map(([cell = []]) => html`<li>${renderCell(cell)}</li>`)
    return html`${count}<ul class="names">${items}</ul>`
  }
  const heads = columns.map((column) => html`<th scope="col">${column}</th>`)
  const body = rows.map((row) => html`<tr>${row.map((cell) => html`<td>${renderCell(cell)}</td>`)}</tr>`)
  return html`${count}<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>`
}

/** Breaches, each with its place and what to do. */
export function listBreaches(breaches: readonly Breach[]): Markup {
  const items = breaches.map(
    ({ code, message, file, remedy, known }) =>
      html`<li><strong>${code}</strong> ${message}${known ? ' (known, let pass)' : ''}<br><code>${file}</code><br>→ ${remedy}</li>`,
  )
  return html`<ul class="breaches">${items}</ul>`
}

function renderCell(cell: Cell): Markup {
  return html`${cell.map(({ as, text }) => {
    if (as === 'module') return linkTo(text)
    return as === 'code' ? html`<code>${text}</code>` : html`${text}`
  })}`
}

/** A link to the canvas of a module. */
export const linkTo = (name: string): Markup => html`<a href="#${anchorOf(name)}">${name}</a>`
