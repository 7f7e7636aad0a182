/** What the diagram shows, as lists: for whoever reads rather than looks. */
import type { ProjectMap } from '../model/project-map.ts'
import { distinct } from '../model/sorted.ts'
import { linkTo, listBreaches } from './canvas.ts'
import { html, type Markup } from './markup.ts'

/** Every breach, with what to do. */
export function renderBreaches({ breaches }: ProjectMap): Markup {
  return html`<section class="below" id="breaches" aria-labelledby="breaches-heading"><h2 id="breaches-heading">Breaches</h2>
${breaches.length === 0 ? html`<p>None: every wall holds.</p>` : listBreaches(breaches)}</section>
`
}

/** Every module with its neighbours. */
export function renderModules({ modules, edges }: ProjectMap): Markup {
  const rows = modules.map(({ name, version, owners, description }) => {
    const needs = distinct(edges.filter(({ from }) => from === name).map(({ to }) => to))
    const neededBy = distinct(edges.filter(({ to }) => to === name).map(({ from }) => from))
    return html`<tr><th scope="row">${linkTo(name)}</th><td>${version}</td><td>${owners.join(', ')}</td><td>${description}</td><td>${needs.join(', ')}</td><td>${neededBy.join(', ')}</td></tr>
`
  })
  return html`<section class="below" id="modules" aria-labelledby="modules-heading"><h2 id="modules-heading">Modules</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Table of modules"><table><thead><tr><th scope="col">Module</th><th scope="col">Version</th><th scope="col">Owner</th><th scope="col">Description</th><th scope="col">Leads to</th><th scope="col">Reached from</th></tr></thead><tbody>${rows}</tbody></table></div></section>`
}
