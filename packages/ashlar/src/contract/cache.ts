/** What a module keeps in memory because it takes long to find out. */
import type { DeepReadonly } from './deep-readonly.ts'

/** What is kept is found under a text, or a list of what tells it from others. */
export type CacheKey = string | readonly (string | number | boolean | null)[]

/** How something is kept. */
export interface CacheOptions {
  /** What it is made of, so that it is forgotten when that changes: names that `invalidate` is called with. @default none */
  readonly tags?: readonly string[]
  /** How long it is kept at the most, in milliseconds. @default 300000 */
  readonly ttlMs?: number
  /** Whether all tenants share it. It must not be made of anything that belongs to one. @default false: each has its own */
  readonly acrossTenants?: boolean
}

/** A module's own part of the memory that a process keeps things in. */
export interface Cache {
  /**
   * What is kept under a key, or what `load` finds out now. Whoever asks for it meanwhile waits for the same `load`.
   *
   * Never what was loaded before an invalidation that this process knows of. A unit of work that has written, or whose
   * statements see one moment, neither keeps anything nor is given what is kept; one that may write keeps what it loaded only
   * once it is kept itself. What is given is frozen, for others are given the same.
   *
   * @throws ASH549 for what is no data, and whatever `load` throws.
   */
  readonly get: <Value>(
    key: CacheKey,
    options: CacheOptions,
    load: () => Promise<Value>,
  ) => Promise<DeepReadonly<Value>>
  /**
   * Forgets everything that has one of the tags, of the tenant at work or of all where there is none, once the unit of work
   * of the caller is kept: here at once, in every other process within a second.
   *
   * @throws ASH547 outside of a unit of work, ASH548 where only reading is allowed.
   */
  readonly invalidate: (...tags: readonly string[]) => void
}
