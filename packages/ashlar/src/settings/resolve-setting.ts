/** Finds the value that holds: the strongest source that says something which fits. */
import type { Logger } from 'pino'
import { freezeDeep } from '../contract/freeze-deep.ts'
import { Secret } from '../contract/secret.ts'
import type { ExplainedSetting, SettingFound, SettingLevel, SettingOwner, SettingSource } from '../contract/settings.ts'
import type { DeclaredSetting } from './declared-setting.ts'
import type { KeyRing } from './key-ring.ts'
import { type ReadSettings, sayWhy } from './read-settings.ts'
import { assertReachable, currentOwner } from './setting-owner.ts'
import { idOf, type KeptValue, type SettingStore, type ValuePlace } from './setting-store.ts'

export interface ResolverOptions {
  readonly read: ReadSettings
  readonly store: SettingStore
  readonly ring: KeyRing | undefined
  readonly log: Logger
}

export interface Resolved {
  readonly value: unknown
  readonly source: SettingSource
}

export interface Resolver {
  /** What holds for the whole app, from memory. */
  readonly resolveForAll: (declared: DeclaredSetting) => Resolved
  /** What holds for a tenant and a user. @default those of the caller */
  readonly resolve: (declared: DeclaredSetting, owner?: SettingOwner) => Promise<Resolved>
  readonly explain: (declared: DeclaredSetting, owner?: SettingOwner) => Promise<ExplainedSetting>
}

type Opened = { readonly value: unknown } | { readonly problem: string }

/** The levels from the weakest to the strongest. */
const levelsInOrder: readonly SettingLevel[] = ['system', 'tenant', 'user']

export function createResolver({ read, store, ring, log }: ResolverOptions): Resolver {
  const opened = new WeakMap<KeptValue, Opened>()

  /** Opens a kept value once. One that no longer fits is told of once, and the next weaker source holds. */
  function open(declared: DeclaredSetting, kept: KeptValue): Opened {
    const known = opened.get(kept)
    if (known) return known
    const { module, name } = declared
    const found = openKept(declared, kept, ring)
    if ('problem' in found) {
      const { level, owner } = kept
      log.warn(
        { setting: `${module}.${name}`, level, owner, problem: found.problem },
        'A kept setting does not fit any more; the next source holds.',
      )
    }
    opened.set(kept, found)
    return found
  }

  function baseOf({ module, name, setting }: DeclaredSetting): Resolved {
    const value = read.values.get(module)?.[name]
    const source = read.sources.get(module)?.[name] ?? 'default'
    return { value: setting.secret ? new Secret(value) : value, source }
  }

  function choose(declared: DeclaredSetting, rows: readonly KeptValue[]): Resolved {
    for (const kept of rows.toReversed()) {
      const found = open(declared, kept)
      if ('value' in found) return { value: found.value, source: kept.level }
    }
    return baseOf(declared)
  }

  function findSystem(declared: DeclaredSetting): readonly KeptValue[] {
    if (!declared.setting.levels?.includes('system')) return []
    const kept = store.findSystem(idOf(placeAt(declared, 'system', '')))
    return kept?.isSet ? [kept] : []
  }

  /** What was set at each level that counts, the weakest first. */
  async function listKept(declared: DeclaredSetting, owner: SettingOwner): Promise<readonly KeptValue[]> {
    const places = placesFor(declared, owner)
    if (places.length === 0) return []
    if (store.changing) {
      const rows = await store.readWithin(places)
      return places.flatMap((place) => rows.find(({ id, isSet }) => isSet && id === idOf(place)) ?? [])
    }
    const found = await Promise.all(
      places.map(async (place) => {
        if (place.level === 'system') return findSystem(declared)
        const kept = (await store.valuesOf({ level: place.level, id: place.owner })).get(idOf(place))
        return kept?.isSet ? [kept] : []
      }),
    )
    return found.flat()
  }

  function ownerOf({ module, name }: DeclaredSetting, owner: SettingOwner | undefined): SettingOwner {
    if (owner === undefined) return currentOwner()
    assertReachable(`The setting "${name}" of module "${module}"`, owner)
    return { tenant: owner.tenant ?? currentOwner().tenant, user: owner.user }
  }

  return {
    resolveForAll: (declared) => choose(declared, findSystem(declared)),
    resolve: async (declared, owner) => choose(declared, await listKept(declared, ownerOf(declared, owner))),
    async explain(declared, owner) {
      const rows = await listKept(declared, ownerOf(declared, owner))
      const base = baseOf(declared)
      const found: SettingFound[] = rows.toReversed().map((kept) => ({
        source: kept.level,
        ...open(declared, kept),
        changedAt: kept.changedAt,
        ...(kept.changedBy === null ? {} : { changedBy: kept.changedBy }),
        ...(kept.sealed !== null && ring?.isOld(kept.sealed) ? { olderKey: true } : {}),
      }))
      return { ...choose(declared, rows), found: [...found, base] }
    },
  }
}

const placeAt = ({ module, name }: DeclaredSetting, level: SettingLevel, owner: string): ValuePlace => ({
  kind: 'setting',
  module,
  name,
  level,
  owner,
})

/** The places where a value may have been set, the weakest first. */
function placesFor(declared: DeclaredSetting, { tenant, user }: SettingOwner): readonly ValuePlace[] {
  const owners = { system: '', tenant, user }
  return levelsInOrder
    .filter((level) => declared.setting.levels?.includes(level))
    .flatMap((level) => {
      const owner = owners[level]
      return owner === undefined ? [] : [placeAt(declared, level, owner)]
    })
}

function openKept({ setting }: DeclaredSetting, kept: KeptValue, ring: KeyRing | undefined): Opened {
  const { schema, secret = false } = setting
  if (secret !== (kept.sealed !== null)) {
    return {
      problem: `it was kept ${secret ? 'before the setting was' : 'while the setting was'} a secret; set it anew`,
    }
  }
  const json = kept.sealed === null ? kept.value : readSealed(kept.sealed, kept.id, ring)
  if (json === undefined) return { problem: 'none of the keys in APP_KEY and APP_KEYS_OLD opens it' }
  try {
    const parsed = schema.safeParse(json)
    if (!parsed.success) return { problem: sayWhy({ secret }, parsed.error.issues) }
    const value = freezeDeep(parsed.data)
    return { value: secret ? new Secret(value) : value }
  } catch (error) {
    return { problem: `its schema raised a ${error instanceof Error ? error.name : typeof error}` }
  }
}

function readSealed(sealed: string, id: string, ring: KeyRing | undefined): unknown {
  const text = ring?.open(sealed, id)
  return text === undefined ? undefined : JSON.parse(text)
}
