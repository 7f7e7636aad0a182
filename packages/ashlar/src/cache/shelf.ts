/** The memory of a process: values by key, found by their tags, within bounds of number and size. */
import { LRUCache } from 'lru-cache'

/** A value and what it is made of. */
export interface Kept {
  readonly value: unknown
  readonly tags: readonly string[]
  readonly bytes: number
  /** The tenant it belongs to; `undefined` for what all share. */
  readonly tenant: string | undefined
}

export interface ShelfOptions {
  readonly maxEntries: number
  readonly maxBytes: number
}

export class Shelf {
  readonly #kept: LRUCache<string, Kept>
  readonly #byTag = new Map<string, Set<string>>()

  constructor({ maxEntries, maxBytes }: ShelfOptions) {
    this.#kept = new LRUCache<string, Kept>({
      max: maxEntries,
      maxSize: maxBytes,
      sizeCalculation: ({ bytes }) => bytes,
      dispose: (kept, key) => this.#untag(kept, key),
    })
  }

  get size(): number {
    return this.#kept.size
  }

  get bytes(): number {
    return this.#kept.calculatedSize
  }

  find(key: string): Kept | undefined {
    return this.#kept.get(key)
  }

  /** What is larger than all there is room for is not kept. */
  put(key: string, kept: Kept, ttlMs: number): void {
    this.#kept.delete(key)
    this.#kept.set(key, kept, { ttl: ttlMs })
    if (!this.#kept.has(key)) return
    for (const tag of kept.tags) {
      const keys = this.#byTag.get(tag) ?? new Set()
      this.#byTag.set(tag, keys.add(key))
    }
  }

  /** Forgets what has a tag: of one tenant, with what all share, or of all. */
  forget(tag: string, tenant: string | undefined): void {
    for (const key of [...(this.#byTag.get(tag) ?? [])]) {
      const kept = this.#kept.peek(key)
      if (kept === undefined || isMeant(kept, tenant)) this.#kept.delete(key)
    }
  }

  clear(): void {
    this.#kept.clear()
  }

  #untag({ tags }: Kept, key: string): void {
    for (const tag of tags) {
      const keys = this.#byTag.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) this.#byTag.delete(tag)
    }
  }
}

/** Whether an invalidation for a tenant, or for all, means something. */
export function isMeant(of: { readonly tenant: string | undefined }, tenant: string | undefined): boolean {
  return tenant === undefined || of.tenant === undefined || of.tenant === tenant
}
