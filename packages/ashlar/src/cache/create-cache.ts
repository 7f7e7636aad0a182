/** The cache of an app: what modules keep in memory, and how that is forgotten in every process. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { serialize } from 'node:v8'
import type { Cache, CacheKey, CacheOptions } from '../contract/cache.ts'
import type { DeepReadonly } from '../contract/deep-readonly.ts'
import { freezeDeep } from '../contract/freeze-deep.ts'
import { findRowView, findTenantAtWork, findUnitOfWork, type UnitFrame, type UnitOfWork } from '../data/runtime.ts'
import type { Notices } from '../notices/create-notices.ts'
import { invalidatedOutside, invalidatedWhileReading, notData } from './errors.ts'
import { isMeant, type Kept, Shelf } from './shelf.ts'

export interface CreateCacheOptions {
  readonly notices: Notices
  /** How much one process keeps. @default 10000 */
  readonly maxEntries?: number | undefined
  /** About how much room that may take, in bytes. @default 67108864 */
  readonly maxBytes?: number | undefined
}

export interface AppCache {
  /** What a module's behaviour is given. */
  readonly of: (module: string) => Cache
  /** How much is kept, and how many bytes that takes. */
  readonly use: () => { readonly entries: number; readonly bytes: number }
}

/** What is told of an invalidation. */
interface Invalidation {
  /** `module:tag`. */
  readonly tags: readonly string[]
  readonly tenant: string | null
}

/** Something that is being loaded. */
interface Flight {
  /** Those that were asked for, and those of everything else that it turned out to be made of. */
  readonly tags: Set<string>
  readonly tenant: string | undefined
  /** Where it is loaded; `undefined` outside of any unit of work. */
  readonly unit: UnitOfWork | undefined
  readonly frame: UnitFrame | undefined
  /** What it is loaded for, if that is something to be kept as well. */
  readonly within: Flight | undefined
  /** Whether it may be older than an invalidation. */
  outdated: boolean
  /** Never fails: without a value, whoever waits finds out himself. */
  readonly landed: Promise<{ readonly value: unknown } | undefined>
}

/** What a call asks for. */
interface Wanted {
  readonly module: string
  /** Tells it from all else, whoever's it is. */
  readonly key: string
  readonly tags: readonly string[]
  readonly tenant: string | undefined
  readonly ttlMs: number
}

const defaultTtlMs = 300_000
/** How often a call tries again because what it found was out of date; after that it keeps nothing. */
const mostTries = 5

export function createCache({ notices, maxEntries = 10_000, maxBytes = 67_108_864 }: CreateCacheOptions): AppCache {
  const shelf = new Shelf({ maxEntries, maxBytes })
  /** Who else asks for the same joins these. */
  const joinable = new Map<string, Flight>()
  /** All of them: an invalidation has to reach those that nobody can join any more, too. */
  const flights = new Set<Flight>()
  /** What is being loaded where this is called. */
  const around = new AsyncLocalStorage<Flight>()
  let invalidations = 0
  /** Units of work that have invalidated something: like those that have written, they see what others do not. */
  const invalidating = new WeakSet<UnitOfWork>()

  notices.listen<Invalidation>('cache', {
    onNotice({ tags, tenant }) {
      invalidations += 1
      for (const tag of tags) shelf.forget(tag, tenant ?? undefined)
      for (const flight of flights) {
        if (isMeant(flight, tenant ?? undefined) && tags.some((tag) => flight.tags.has(tag))) flight.outdated = true
      }
    },
    onMissed() {
      invalidations += 1
      shelf.clear()
      for (const flight of flights) flight.outdated = true
    },
  })

  /** Whether what it sees may not be what others see: it has changed something, or what it reads may be of an earlier moment. */
  const standsApart = (unit: UnitOfWork | undefined): boolean =>
    unit !== undefined && (unit.wrote || unit.seesOneMoment || readsReplica(unit) || invalidating.has(unit))

  async function get(wanted: Wanted, load: () => Promise<unknown>): Promise<unknown> {
    passOn(around.getStore(), wanted.tags)
    for (let tries = 0; tries < mostTries; tries += 1) {
      const current = findUnitOfWork()
      if (standsApart(current?.unit)) break
      const kept = shelf.find(wanted.key)
      if (kept) {
        passOn(around.getStore(), kept.tags)
        return kept.value
      }
      const flight = joinable.get(wanted.key)
      // What is loaded for something else waits for nobody: that could be waiting for this one.
      const joins = flight !== undefined && around.getStore() === undefined && mayJoin(flight)
      const landed = joins ? await flight.landed : await fly(wanted, load)
      if (landed !== undefined) return landed.value
    }
    return freezeDeep(await load())
  }

  /** Loads, and keeps what was loaded. @returns nothing where that was out of date before it was there. */
  async function fly(wanted: Wanted, load: () => Promise<unknown>): Promise<{ readonly value: unknown } | undefined> {
    const { key, tags, tenant } = wanted
    const current = findUnitOfWork()
    const { promise, resolve } = Promise.withResolvers<{ readonly value: unknown } | undefined>()
    const { unit, frame } = current ?? {}
    const flight: Flight = {
      tags: new Set(tags),
      tenant,
      unit,
      frame,
      within: around.getStore(),
      outdated: false,
      landed: promise,
    }
    flights.add(flight)
    joinable.set(key, flight)
    try {
      const value = freezeDeep(await around.run(flight, load))
      const bytes = measure(wanted, value)
      // What was read beside writes of its own is nobody else's.
      if (standsApart(unit)) return { value }
      if (flight.outdated) return undefined
      put(flight, { value, tags: [...flight.tags], tenant, bytes }, wanted)
      resolve({ value })
      return { value }
    } finally {
      resolve(undefined)
      if (joinable.get(key) === flight) joinable.delete(key)
      flights.delete(flight)
    }
  }

  /** A unit of work that may write keeps what it loaded once it is kept itself, unless anything was invalidated meanwhile. */
  function put({ unit, frame }: Flight, kept: Kept, { key, ttlMs }: Wanted): void {
    if (unit === undefined || frame === undefined || unit.scope.readOnly) {
      shelf.put(key, kept, ttlMs)
      return
    }
    const before = invalidations
    frame.followUps.push(() => {
      if (invalidations === before && !standsApart(unit)) shelf.put(key, kept, ttlMs)
    })
  }

  function invalidate(module: string, tags: readonly string[]): void {
    const current = findUnitOfWork()
    if (current === undefined || !current.unit.open) throw invalidatedOutside(module)
    if (current.unit.scope.readOnly) throw invalidatedWhileReading(module)
    invalidating.add(current.unit)
    const invalidation: Invalidation = {
      tags: tags.map((tag) => `${module}:${tag}`),
      tenant: findTenantAtWork() ?? null,
    }
    notices.give('cache', invalidation)
  }

  return {
    of: (module) =>
      Object.freeze({
        get: <Value>(key: CacheKey, options: CacheOptions, load: () => Promise<Value>) =>
          get(describe(module, key, options), load) as Promise<DeepReadonly<Value>>,
        invalidate: (...tags: readonly string[]) => invalidate(module, tags),
      }),
    use: () => ({ entries: shelf.size, bytes: shelf.bytes }),
  }
}

/** A replica is behind by a time that nothing here knows, also after an invalidation. */
function readsReplica({ source }: UnitOfWork): boolean {
  return source.writer !== undefined
}

/** Under another view of rows, another thing is found under the same key. */
function describe(module: string, key: CacheKey, options: CacheOptions): Wanted {
  const { tags = [], ttlMs = defaultTtlMs, acrossTenants = false } = options
  const tenant = acrossTenants ? undefined : findTenantAtWork()
  const { deleted = '', role = '' } = findRowView() ?? {}
  return {
    module,
    key: JSON.stringify([module, acrossTenants, tenant ?? null, deleted, role, key]),
    tags: tags.map((tag) => `${module}:${tag}`),
    tenant,
    // No time at all would mean for ever.
    ttlMs: Math.max(1, Math.ceil(ttlMs)),
  }
}

/**
 * Whoever holds a connection waits only for those who have theirs: the others may be waiting for just this one. Within one
 * unit of work, a savepoint must not wait for what stands outside of it.
 */
function mayJoin(flight: Flight): boolean {
  if (flight.outdated) return false
  const current = findUnitOfWork()
  if (current === undefined) return true
  if (flight.unit === current.unit) return flight.frame === current.frame
  return !current.unit.holdsConnection || (flight.unit?.holdsConnection ?? false)
}

/** What something is made of, everything that is made of it is made of, too. */
function passOn(flight: Flight | undefined, tags: Iterable<string>): void {
  for (let at = flight; at !== undefined; at = at.within) for (const tag of tags) at.tags.add(tag)
}

function measure({ module, key }: Wanted, value: unknown): number {
  try {
    return serialize(value).byteLength + key.length
  } catch (cause) {
    throw notData(module, key, cause)
  }
}
