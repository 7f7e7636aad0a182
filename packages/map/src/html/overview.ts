/** The app, its modules, and the schemas they keep in the database, in the manner of C4. */
import type { ProjectMap } from '../model/project-map.ts'
import { formatCount } from '../render/words.ts'
import { linkTo } from './canvas.ts'
import { html, type Markup, nothing } from './markup.ts'

export function renderOverview({ apps, modules }: ProjectMap): Markup {
  const withTables = modules.filter(({ tables }) => tables.length > 0)
  const tables = withTables.reduce((sum, canvas) => sum + canvas.tables.length, 0)
  return html`<section class="below" id="overview" tabindex="-1" aria-labelledby="overview-heading">
<h2 id="overview-heading">Overview</h2>
<div class="c4">
${apps.length === 0 ? nothing : html`<div class="container"><p class="sort">App</p>${apps.map((app) => html`<h3>${app.name} <span class="version">${app.version}</span></h3><p>${app.description}</p><p class="sort">${formatCount(app.modules.length, 'module')}</p>`)}</div><p class="arrow">is put together from</p>`}
<div class="container modules"><p class="sort">${formatCount(modules.length, 'module')}</p><ul class="names">${modules.map(({ name }) => html`<li>${linkTo(name)}</li>`)}</ul></div>
${withTables.length === 0 ? nothing : html`<p class="arrow">keep their tables in</p><div class="container database"><p class="sort">Database</p><h3>PostgreSQL</h3><p>${formatCount(withTables.length, 'schema')} with ${formatCount(tables, 'table')}: a schema for each module, which no other module reaches.</p></div>`}
</div>
</section>`
}
