/** What can join two modules. A new kind is an entry here, a reader beside the others in `edges/`, and a colour in `page.css`. */

export interface EdgeKindDescription {
  readonly kind: string
  /** What it is called in filters, legends and labels. */
  readonly label: string
  /** What it means, as a whole sentence. */
  readonly meaning: string
  readonly line: 'solid' | 'dashed' | 'dotted'
}

export const edgeKinds = [
  {
    kind: 'needs',
    label: 'needs',
    meaning: 'A module asks for a service that another one offers.',
    line: 'solid',
  },
  {
    kind: 'uses-service',
    label: 'uses service',
    meaning: 'The app itself uses a service that a module offers.',
    line: 'dashed',
  },
  {
    kind: 'listens',
    label: 'listens',
    meaning: 'A module reacts to events that another one publishes.',
    line: 'dashed',
  },
  {
    kind: 'links',
    label: 'links',
    meaning: 'A page or the menu of a module leads to routes of another one.',
    line: 'dotted',
  },
] as const satisfies readonly EdgeKindDescription[]

export type EdgeKind = (typeof edgeKinds)[number]['kind']
