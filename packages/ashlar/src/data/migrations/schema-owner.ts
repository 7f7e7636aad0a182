import type { Client } from 'pg'

/** A part of the framework that keeps what it needs in a schema of its own, made by somebody else's library. */
export interface SchemaOwner {
  readonly schema: string
  /** Brings the schema to where the library expects it. It runs as the owner, at every migration, with nothing else beside it. */
  readonly prepare: (client: Client) => Promise<void>
}
