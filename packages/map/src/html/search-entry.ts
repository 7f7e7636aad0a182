import type { Canvas } from '../model/project-map.ts'
import { anchorOf } from '../render/anchor.ts'
import { html, type Markup } from './markup.ts'

/** A module among what a search can find, with every name by which it can be found. */
export function renderSearchEntry(canvas: Canvas): Markup {
  const {
    name,
    package: of,
    offers,
    needs,
    tables,
    routes,
    pages,
    permissions,
    publishes,
    settings,
    listens,
    jobs,
    owners,
  } = canvas
  const words = [
    name,
    of,
    ...owners,
    ...[...offers, ...needs].map(({ service }) => service),
    ...routes.flatMap(({ path, name: key }) => [path, key]),
    ...tables,
    ...pages,
    ...[...permissions, ...publishes, ...jobs, ...settings].map((declared) => declared.name),
    ...listens.map(({ event }) => event),
  ]
  return html`<li hidden><a href="#${anchorOf(name)}" data-name="${name}" data-words="${words.join('\n').toLowerCase()}">${name}</a></li>
`
}
