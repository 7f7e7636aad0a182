/** The map as one HTML file, which needs nothing but itself. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProjectMap } from '../model/project-map.ts'
import { formatTitle, formatTotals } from '../render/words.ts'
import { renderCanvas } from './canvas.ts'
import { drawDiagram } from './diagram.ts'
import { renderFilters } from './filters.ts'
import { renderBreaches, renderModules } from './lists.ts'
import { html, Markup } from './markup.ts'
import { renderOverview } from './overview.ts'
import { renderSearchEntry } from './search-entry.ts'

/** Written into the page as they are: there is nothing of a project in them. The script is a module, as its package says. */
const readPart = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8')

/** Draws the map as a page to look at: search, a filter for each kind of edge, and a canvas for each module. */
export async function renderHtml(map: ProjectMap): Promise<string> {
  const style = readPart('page.css')
  const script = readPart('page.js')
  const title = `Map of ${formatTitle(map)}`
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header class="top">
<div class="title"><h1>${title}</h1><p>${formatTotals(map)}</p></div>
<div class="search"><label for="search">Search modules</label><input id="search" type="search" autocomplete="off" placeholder="Name, route, permission, table…"><ul id="found" hidden>${map.modules.map(renderSearchEntry)}</ul><p id="matches" role="status"></p></div>
${renderFilters(map)}
</header>
<main>
<section id="map" aria-label="Diagram">
<div class="zoom"><button type="button" data-zoom="in" aria-label="Zoom in">+</button><button type="button" data-zoom="out" aria-label="Zoom out">−</button><button type="button" data-zoom="fit">Fit</button></div>
<div class="board" tabindex="0" role="region" aria-label="Diagram, which can be moved">${await drawDiagram(map)}</div>
</section>
<div class="canvases">${map.modules.map((canvas) => renderCanvas(canvas, map))}</div>
${renderOverview(map)}
${renderBreaches(map)}
${renderModules(map)}
</main>
<script type="module">${new Markup(script)}</script>
</body>
</html>
`
  return page.text
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`
