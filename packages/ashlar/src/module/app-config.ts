import type { Permission } from '../contract/access.ts'

/** What an app decides about the modules it is made of. Everything has a default: an empty configuration is valid. */
export interface AppConfig {
  /** The name people see. @default the package's name */
  readonly name?: string
  /** Where `/` leads, for who is signed in. @default the first menu entry the user may use */
  readonly home?: string
  readonly modules?: {
    /** Ids of installed modules that stay off. Their data is kept. */
    readonly exclude?: readonly string[]
    /** Ids of the only modules that are on. @default all that are installed */
    readonly include?: readonly string[]
  }
  /** What each role may do: permissions, their names, or patterns such as `orders.*` and `*`. */
  readonly roles?: Readonly<Record<string, readonly (Permission | string)[]>>
  /** The languages of the app, its first choice first. @default ['en'] */
  readonly languages?: readonly string[]
  /** The time zone in which hours, days and longer stretches pass and times are shown, such as `Europe/Berlin`. @default 'UTC' */
  readonly timeZone?: string
  /** Values of settings, by module and name; the environment goes before them. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly tenants?: {
    /** The domain below which each tenant has a subdomain of its own, such as `shop.example`. @default none */
    readonly domain?: string
  }
  /** The history of changes that `audited()` tables have. */
  readonly history?: {
    /** How long changes are kept, in days, of tables that say nothing of it themselves. @default for ever */
    readonly keepDays?: number
    /** How often changes are sealed, in seconds: so long is the end of the history open to tampering. @default 60 */
    readonly sealEverySeconds?: number
  }
  readonly events?: {
    /** How many handlers run at once in one process. Each holds a connection. @default 4 */
    readonly concurrency?: number
    /** How long events are kept once they are handled, in days: as far back as they can be replayed. @default 30 */
    readonly retentionDays?: number
    /** The events that go to a broker, by name or pattern, through the module that offers `event-relay`. @default none */
    readonly relay?: readonly string[]
  }
  readonly jobs?: {
    /** How many jobs run at once in one process. Each may hold a connection. @default 4 */
    readonly concurrency?: number
    /** How long jobs are kept once they are done or cancelled, in days. What failed stays until a person decides. @default 7 */
    readonly retentionDays?: number
  }
  readonly database?: {
    /** How many transactions can run at once in one process. @default 10 */
    readonly poolSize?: number
    /** How many connections one process keeps for bookkeeping, besides those. @default 2 */
    readonly bookkeepingConnections?: number
    /** How long work waits for a connection, free or new, in milliseconds. @default 5000 */
    readonly connectTimeoutMs?: number
    /** How long one statement may take unless its route, job or handler says otherwise, in milliseconds. @default 30000 */
    readonly statementTimeoutMs?: number
    /** How long a statement waits for rows that another transaction holds, in milliseconds. @default 10000 */
    readonly lockTimeoutMs?: number
    /** How long a transaction may sit without a statement before it is undone, in milliseconds. @default 60000 */
    readonly idleInTransactionTimeoutMs?: number
    /** How far a replica may be behind the primary to be read from, in milliseconds. @default 5000 */
    readonly replicaMaxLagMs?: number
  }
  readonly cache?: {
    /** How many things one process keeps in memory for its modules. @default 10000 */
    readonly maxEntries?: number
    /** About how much room they may take, in bytes. @default 67108864 */
    readonly maxBytes?: number
  }
  readonly http?: {
    /** The proxies whose word on the sender's address is taken: addresses or CIDR ranges. @default none */
    readonly trustProxy?: readonly string[]
    /** The largest body a route takes unless it says otherwise, in bytes. @default 1048576 */
    readonly bodyLimitBytes?: number
    /** Whether the OpenAPI document is served at `/openapi.json`. @default only outside of production */
    readonly openapi?: boolean
    /** How long a request may take, in milliseconds. @default 30000 */
    readonly requestTimeoutMs?: number
    /** How long a stopping server waits for requests under way, in milliseconds. @default 30000 */
    readonly drainTimeoutMs?: number
  }
}

/** Configures an app; the default export of its `app.config.ts`. */
export function defineApp(config: AppConfig): AppConfig {
  return Object.freeze(config)
}

/** The time zone of an app, which need not name one. */
export function timeZoneOf({ timeZone = 'UTC' }: AppConfig): string {
  return timeZone
}
