import { edgeKinds } from '../model/edge-kinds.ts'
import type { ProjectMap } from '../model/project-map.ts'
import type { Line } from '../render/edge-style.ts'
import { html, type Markup, nothing } from './markup.ts'

/** A kind of line in the diagram, breaches being one of them. */
interface LineKind {
  readonly kind: string
  readonly label: string
  readonly meaning: string
  readonly line: Line
  readonly count: number
}

/** A box to tick for each kind of line that the diagram has; they are its legend too. */
export function renderFilters(map: ProjectMap): Markup {
  const kinds = listLineKinds(map).filter(({ count }) => count > 0)
  if (kinds.length === 0) return nothing
  return html`<fieldset class="filters"><legend>Lines</legend>${kinds.map(renderFilter)}</fieldset>`
}

function listLineKinds({ edges, breaches }: ProjectMap): LineKind[] {
  return [
    ...edgeKinds.map((each) => ({ ...each, count: edges.filter(({ kind }) => kind === each.kind).length })),
    {
      kind: 'breach',
      label: 'breaches',
      meaning: 'Something crosses the wall between two modules.',
      line: 'solid',
      count: breaches.filter(({ crossings }) => crossings.length > 0).length,
    },
  ]
}

function renderFilter({ kind, label, meaning, line, count }: LineKind): Markup {
  return html`<label title="${meaning}"><input type="checkbox" checked data-filter="${kind}"><svg class="sample" width="26" height="8" aria-hidden="true"><path class="line ${kind} ${line}" d="M1 4H25"/></svg>${label} <span class="count">${count}</span></label>`
}
