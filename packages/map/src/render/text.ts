/** The map for a person at a terminal. */
import { styleText } from 'node:util'
import { edgeKinds } from '../model/edge-kinds.ts'
import type { Canvas, ProjectMap } from '../model/project-map.ts'
import { distinct } from '../model/sorted.ts'
import { formatContents, formatCount, formatTotals } from './words.ts'

/** Apps, then each module with what it is joined to and what it holds, then breaches, and totals in the last line. */
export function renderText(map: ProjectMap): string {
  const apps = map.apps.map(
    ({ name, version, modules }) => `${styleText('bold', name)} ${version}, ${formatCount(modules.length, 'module')}`,
  )
  const blocks = [
    ...(apps.length === 0 ? [] : [apps.join('\n')]),
    ...map.modules.map((canvas) => formatModule(canvas, map)),
    ...(map.breaches.length === 0 ? [] : [formatBreaches(map)]),
    `${formatTotals(map)}.`,
  ]
  return `${blocks.join('\n\n')}\n`
}

function formatModule(canvas: Canvas, map: ProjectMap): string {
  const { name, version, package: of } = canvas
  const unmet = canvas.needs.filter(({ offeredBy }) => offeredBy.length === 0)
  const lines: (readonly [string, string])[] = [
    ...edgeKinds.flatMap(({ kind, label }) => listEnds(map, name, kind, label)),
    ...unmet.map(
      ({ service, optional }) => ['needs', `${service}, which nobody offers${optional ? ' (optional)' : ''}`] as const,
    ),
    ['holds', formatContents(canvas) || 'nothing of its own'],
  ]
  const width = Math.max(...lines.map(([label]) => label.length))
  return [
    `${styleText('bold', name)} ${version}  ${styleText('dim', of)}`,
    ...lines.map(([label, value]) => `  ${styleText('dim', label.padEnd(width))}  ${value}`),
  ].join('\n')
}

/** Where the edges of a kind lead from a module, and where they come from. */
function listEnds({ edges }: ProjectMap, name: string, kind: string, label: string): [string, string][] {
  const ofKind = edges.filter((edge) => edge.kind === kind)
  const to = distinct(ofKind.filter(({ from }) => from === name).map((edge) => edge.to))
  const from = distinct(ofKind.filter((edge) => edge.to === name).map((edge) => edge.from))
  return [
    ...(to.length === 0 ? [] : [[`→ ${label}`, to.join(', ')] as [string, string]]),
    ...(from.length === 0 ? [] : [[`← ${label}`, from.join(', ')] as [string, string]]),
  ]
}

function formatBreaches({ breaches }: ProjectMap): string {
  const lines = breaches.map(({ code, file, message, remedy, known }) => {
    const colour = known ? 'yellow' : 'red'
    return `  ${styleText(colour, code)}  ${message}${known ? ' (known, let pass)' : ''}\n          ${styleText('dim', file)}\n          → ${remedy}`
  })
  return [styleText('bold', 'Breaches'), ...lines].join('\n')
}
