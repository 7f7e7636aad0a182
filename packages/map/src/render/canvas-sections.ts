/** A module's canvas as tables, so that each form of the map shows the same. A new part of modules is an entry here. */
import type { EdgeKind } from '../model/edge-kinds.ts'
import type { Canvas, ProjectMap } from '../model/project-map.ts'
import { labelOf } from './edge-style.ts'

/** A part of a cell: plain text, a name in code, or a module that has a canvas of its own. */
export interface Piece {
  readonly as: 'text' | 'code' | 'module'
  readonly text: string
}

export type Cell = readonly Piece[]

export interface Section {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

const text = (value: string): Cell => [{ as: 'text', text: value }]
const code = (value: string): Cell => [{ as: 'code', text: value }]
const modules = (names: readonly string[], none: string): Cell =>
  names.length === 0
    ? text(none)
    : names.flatMap((name, index): Piece[] => [
        ...(index === 0 ? [] : [{ as: 'text', text: ', ' } as const]),
        { as: 'module', text: name },
      ])

/** The parts of a canvas in reading order, those with nothing in them included. */
export function listSections(canvas: Canvas, map: ProjectMap): Section[] {
  return [
    {
      title: 'Needs',
      columns: ['Service', 'Offered by', 'Without it'],
      rows: canvas.needs.map(({ service, offeredBy, optional }) => [
        code(service),
        modules(offeredBy, 'nobody here'),
        text(optional ? 'it can live' : 'it does not start'),
      ]),
    },
    {
      title: 'Offers',
      columns: ['Service', 'Needed by'],
      rows: canvas.offers.map(({ service, neededBy }) => [code(service), modules(neededBy, 'no module here')]),
    },
    { title: 'Other edges', columns: ['Edge', 'Other end', 'By'], rows: listOtherEdges(canvas, map) },
    {
      title: 'Routes',
      columns: ['Method', 'Path', 'Who', 'Name'],
      rows: canvas.routes.map(({ method, path, access, name }) => [
        code(method),
        code(path),
        access.includes('.') ? code(access) : text(access),
        code(name),
      ]),
    },
    { title: 'Pages', columns: ['Page'], rows: canvas.pages.map((name) => [code(name)]) },
    {
      title: 'Permissions',
      columns: ['Permission', 'Allows'],
      rows: canvas.permissions.map(({ name, label }) => [code(name), text(label)]),
    },
    { title: 'Tables', columns: ['Table'], rows: canvas.tables.map((name) => [code(name)]) },
    {
      title: 'Events',
      columns: ['Publishes', 'Version', 'Heard by'],
      rows: canvas.publishes.map(({ name, version, heardBy }) => [
        code(name),
        text(String(version)),
        modules(heardBy, 'no module here'),
      ]),
    },
    {
      title: 'Listens',
      columns: ['Event', 'When', 'Published by'],
      rows: canvas.listens.map(({ event, when, publishedBy }) => [
        code(event),
        text(when === 'after' ? 'after the commit' : 'in the transaction'),
        modules(publishedBy, 'nobody here'),
      ]),
    },
    {
      title: 'Jobs',
      columns: ['Job', 'Schedule'],
      rows: canvas.jobs.map(({ name, schedule, timeZone }) => [
        code(name),
        schedule === '' ? text('when it is enqueued') : [...code(schedule), ...text(` ${timeZone}`)],
      ]),
    },
    {
      title: 'Settings',
      columns: ['Setting', 'Variable', 'Meaning'],
      rows: canvas.settings.map(({ name, variable, help, secret }) => [
        code(name),
        code(variable),
        text(secret ? `${help} (secret)` : help),
      ]),
    },
    { title: 'Locales', columns: ['Language'], rows: canvas.locales.map((locale) => [code(locale)]) },
  ]
}

/** The kinds that have a section of their own. */
const toldElsewhere: ReadonlySet<EdgeKind> = new Set(['needs', 'listens'])

/** What joins the module with others besides. */
function listOtherEdges({ name }: Canvas, { edges, apps }: ProjectMap): Cell[][] {
  const isApp = (node: string) => apps.some((app) => app.name === node)
  return edges
    .filter(({ kind, from, to }) => !toldElsewhere.has(kind) && (from === name || to === name))
    .map(({ kind, from, to, by }) => {
      const [way, other] = from === name ? ['to ', to] : ['from ', from]
      const end = isApp(other) ? text(other) : modules([other], '')
      return [text(labelOf(kind)), [...text(way), ...end], code(by.join(', '))]
    })
}
