/**
 * What boot knows of a module without loading it.
 *
 * A manifest is plain JSON derived from a definition. A production build writes all of them into the server bundle, so
 * that an app of 500 modules starts without loading one of them; a definition, with its schemas, is loaded when its
 * first request comes.
 */
import type { FlagSubjectKind } from '../contract/flags.ts'
import type { Method } from '../contract/routes.ts'
import type { DefinedModule } from './definition.ts'

/** Who may use a route, in a form that can be written to a file: a permission stands by its name. */
export type ManifestAccess = 'anyone' | 'signed-in' | { readonly permission: string }

export interface ManifestRoute {
  /** Its name in the contract: `show`. */
  readonly key: string
  readonly method: Method
  /** The whole path, with `:params`. */
  readonly path: string
  /** `undefined` when the contract states none, which is a problem of its own. */
  readonly access: ManifestAccess | undefined
  /** Whether it declares a `response`, and so stands in the OpenAPI document. */
  readonly api: boolean
  /** The flag it depends on. */
  readonly flag?: string
  readonly bodyLimitBytes?: number
  readonly timeoutMs?: number
}

export interface ManifestMenuEntry {
  /** The address of its route; the path of one that needs parameters, which is a problem. */
  readonly href: string
  /** Who may use the route behind it. */
  readonly access: ManifestAccess
  /** The flag that the route behind it depends on. */
  readonly flag?: string
  /** A locale key in the module's namespace. */
  readonly label: string
  readonly icon: string | null
  readonly order: number
  /** A locale key in the module's namespace. */
  readonly group: string | null
}

export interface ManifestEvent {
  readonly name: string
  readonly version: number
  /** The older versions that handlers may still ask for. */
  readonly olderVersions: readonly number[]
}

export interface ManifestListener {
  /** Its name in the definition. */
  readonly name: string
  readonly kind: 'after' | 'during'
  /** The name of an event, `billing.*` or `*`. */
  readonly event: string
  /** The older version it asks for, or `null` for that of today. */
  readonly version: number | null
  /** Whether the app boots without the module that publishes the event. */
  readonly optional: boolean
  /** Whether an event that nobody could handle holds up those after it with the same key. */
  readonly blockOnDead: boolean
}

/** What is known of a job without its module: how it is queued, and when. */
export interface ManifestJob {
  /** Its name in the definition. */
  readonly name: string
  readonly tries: number
  readonly delaySeconds: number
  readonly longestDelaySeconds: number
  readonly timeoutMs: number
  /** `null` for no limit. */
  readonly concurrency: number | null
  /** `null` for no limit. */
  readonly ratePerSecond: number | null
  readonly priority: number
  readonly unique: boolean
  /** The flag it depends on, or `null`. */
  readonly flag: string | null
  /** A cron expression, or `null` for a job that is only enqueued. */
  readonly schedule: string | null
  readonly timeZone: string
}

/** A feature that can be switched while the app runs. */
export interface ManifestFlag {
  /** `billing.new-invoice`. */
  readonly name: string
  readonly help: string
  readonly default: boolean
  /** Whom a share in percent is counted by. */
  readonly by: FlagSubjectKind
}

export interface ModuleManifest {
  readonly id: string
  readonly packageName: string
  readonly version: string
  readonly needs: readonly { readonly name: string; readonly service: string; readonly optional: boolean }[]
  readonly offers: readonly { readonly name: string; readonly service: string }[]
  readonly permissions: readonly { readonly name: string; readonly label: string }[]
  readonly routes: readonly ManifestRoute[]
  readonly menu: readonly ManifestMenuEntry[]
  /** Page names: `orders/Browse`. */
  readonly pages: readonly string[]
  readonly events: readonly ManifestEvent[]
  /** The events it reacts to. */
  readonly listens: readonly ManifestListener[]
  /** The names of its settings; the schemas stay in the definition. */
  readonly settings: readonly string[]
  readonly flags: readonly ManifestFlag[]
  readonly jobs: readonly ManifestJob[]
  readonly imports: readonly { readonly name: string; readonly file: string }[]
  /** Whether it brings a Fastify plugin of its own. */
  readonly fastify: boolean
}

/** A module as boot receives it: its manifest, and the way to the rest. */
export interface ModuleSource {
  readonly manifest: ModuleManifest
  /** Loads the definition. Called at most once for each app. */
  readonly load: () => Promise<DefinedModule>
  /** The folder of its SQL migrations; it need not exist. */
  readonly migrationsFolder: string
  /** The folder of its `<language>.json` files; it need not exist. */
  readonly localesFolder: string
}
