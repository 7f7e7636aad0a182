/** The map of a project: what every form of it is written from. Plain JSON, sorted, and the same on every machine. */
import type { EdgeKind } from './edge-kinds.ts'

export interface ProjectMap {
  readonly apps: readonly AppNode[]
  readonly modules: readonly Canvas[]
  readonly edges: readonly Edge[]
  readonly breaches: readonly Breach[]
}

/** An app, and the modules it is put together from. */
export interface AppNode {
  /** The name of its package. */
  readonly name: string
  readonly version: string
  readonly description: string
  /** The names of its modules on the map. */
  readonly modules: readonly string[]
}

/** Something that joins two modules, or an app and a module. */
export interface Edge {
  readonly kind: EdgeKind
  /** The name of a module or an app. */
  readonly from: string
  /** The name of a module. */
  readonly to: string
  /** What it goes by: services, or the places of links. */
  readonly by: readonly string[]
  /** Whether the one it starts from can live without it. */
  readonly optional: boolean
}

/** A finding of the doctor about a wall between modules. */
export interface Breach {
  readonly code: string
  readonly message: string
  readonly remedy: string
  /** From the root of the project. */
  readonly file: string
  /** The modules it is about, by their names on the map, the one that must change first. */
  readonly modules: readonly string[]
  /** Where it crosses the walls between them; none when the other side is no module. */
  readonly crossings: readonly Crossing[]
  /** Whether it is on the list of known findings, and let pass. */
  readonly known: boolean
}

export interface Crossing {
  readonly from: string
  readonly to: string
}

/** All that is told of one module. */
export interface Canvas {
  /** Its id; the name of its package where the id is missing or not its own. */
  readonly name: string
  readonly package: string
  readonly version: string
  readonly description: string
  /** The people its package.json names as author and maintainers. */
  readonly owners: readonly string[]
  readonly offers: readonly Offer[]
  readonly needs: readonly Need[]
  /** In the schema of the module. */
  readonly tables: readonly string[]
  readonly routes: readonly RouteOnMap[]
  readonly pages: readonly string[]
  readonly permissions: readonly { readonly name: string; readonly label: string }[]
  readonly publishes: readonly PublishedEvent[]
  readonly listens: readonly ListenerOnMap[]
  readonly jobs: readonly JobOnMap[]
  readonly settings: readonly SettingOnMap[]
  /** The languages it has texts in. */
  readonly locales: readonly string[]
}

export interface Offer {
  readonly service: string
  readonly neededBy: readonly string[]
}

export interface Need {
  readonly service: string
  readonly optional: boolean
  /** More than one is a breach; none is one too, unless the need is optional. */
  readonly offeredBy: readonly string[]
}

export interface RouteOnMap {
  readonly name: string
  readonly method: string
  readonly path: string
  /** `anyone`, `signed in`, a permission, or `not stated`. */
  readonly access: string
}

export interface PublishedEvent {
  readonly name: string
  readonly version: number
  readonly heardBy: readonly string[]
}

export interface ListenerOnMap {
  /** The event, or a pattern of several. */
  readonly event: string
  /** After the commit of whoever publishes, or within its transaction. */
  readonly when: 'after' | 'during'
  readonly publishedBy: readonly string[]
}

export interface JobOnMap {
  readonly name: string
  /** A cron expression; empty for a job that is only enqueued. */
  readonly schedule: string
  /** Empty for one without a schedule. */
  readonly timeZone: string
}

export interface SettingOnMap {
  readonly name: string
  /** The environment variable it is read from. */
  readonly variable: string
  readonly help: string
  readonly secret: boolean
}
