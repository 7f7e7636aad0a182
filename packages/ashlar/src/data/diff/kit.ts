/**
 * What the diff asks of Drizzle's kit, `drizzle-kit/api-postgres`, which only development has: whoever calls the diff
 * brings it along.
 */

import type { TableRules } from '../rules/table-rules.ts'

/** A thing that a schema holds, as the kit's snapshots list it. */
export interface SnapshotEntity {
  /** The plural of its kind, such as `tables` or `columns`. */
  readonly entityType: string
  readonly name: string
  readonly schema?: string
  readonly table?: string
  readonly [property: string]: unknown
}

/** The tables of a module at one time; kept beside its migrations as `snapshot.json`. */
export interface Snapshot {
  readonly version: string
  readonly dialect: string
  readonly id: string
  readonly prevIds: readonly string[]
  readonly ddl: readonly SnapshotEntity[]
  /** The rules of its tables, which the kit knows nothing of. @default none */
  readonly rules?: readonly TableRules[]
}

/** Something that is new and might be an old one by another name. */
export interface MissingHint {
  readonly type: string
  readonly kind: string
  /** Schema, table and name, as far as the kind has them. */
  readonly entity: readonly string[]
}

/** A decision the kit asked for. */
export type Hint =
  | { readonly type: 'create'; readonly kind: string; readonly entity: readonly string[] }
  | {
      readonly type: 'rename'
      readonly kind: string
      readonly from: readonly string[]
      readonly to: readonly string[]
    }

/** The two functions of `drizzle-kit/api-postgres` that the diff calls. */
export interface MigrationKit {
  generateDrizzleJson(imports: Record<string, unknown>, previousId?: string): Promise<unknown>
  generateMigration(
    previous: Record<string, unknown>,
    current: Record<string, unknown>,
    options?: { hints?: never[] },
  ): Promise<string[]>
}
