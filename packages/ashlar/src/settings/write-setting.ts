/** Changes settings, within the unit of work of whoever changes them. */
import { type Setting, type SettingOwner, settingVariable } from '../contract/settings.ts'
import { findUnitOfWork } from '../data/runtime.ts'
import type { DeclaredSetting } from './declared-setting.ts'
import { changedOutside, changedWhileReading, keyMissing, settingNotChangeable, settingRefused } from './errors.ts'
import type { KeyRing } from './key-ring.ts'
import { sayWhy } from './read-settings.ts'
import { assertReachable, placeOf } from './setting-owner.ts'
import { idOf, type SettingStore, type ValuePlace } from './setting-store.ts'

export interface WriterOptions {
  readonly store: SettingStore
  readonly ring: KeyRing | undefined
}

export interface SettingWriter {
  readonly set: (declared: DeclaredSetting, value: unknown, owner: SettingOwner) => Promise<void>
  readonly unset: (declared: DeclaredSetting, owner: SettingOwner) => Promise<void>
}

export function createWriter({ store, ring }: WriterOptions): SettingWriter {
  function seal(place: ValuePlace, json: string): { readonly sealed: string } {
    if (ring === undefined) throw keyMissing([`${place.module}.${place.name}`])
    return { sealed: ring.seal(json, idOf(place)) }
  }

  return {
    async set(declared, value, owner) {
      const place = admit(declared, owner)
      const json = writeValue(declared, value)
      await store.write(place, declared.setting.secret ? seal(place, json) : { json })
    },
    unset: async (declared, owner) => store.write(admit(declared, owner), undefined),
  }
}

/** Whether a unit of work is open that may write. @throws ASH207 or ASH208 when none is. */
export function assertCanChange(thing: string): void {
  const current = findUnitOfWork()
  if (current === undefined || !current.unit.open) throw changedOutside(thing)
  if (current.unit.scope.readOnly) throw changedWhileReading(thing)
}

function admit({ module, name, setting }: DeclaredSetting, owner: SettingOwner): ValuePlace {
  const thing = `The setting "${name}" of module "${module}"`
  const { level, owner: id } = placeOf(owner)
  const levels = setting.levels ?? []
  if (level === 'both' || !levels.includes(level)) {
    const variable = settingVariable(module, name, setting.env)
    throw settingNotChangeable(
      { module, name, variable },
      level === 'both' ? 'a tenant and a user at once' : level,
      levels,
    )
  }
  assertReachable(thing, owner)
  assertCanChange(thing)
  return { kind: 'setting', module, name, level, owner: id }
}

/** A value as JSON, checked as it will be read. */
function writeValue({ module, name, setting }: DeclaredSetting, value: unknown): string {
  const refuse = (reason: string) => settingRefused(module, name, setting.help, reason)
  const problem = findProblem(setting, value)
  if (problem !== undefined) throw refuse(problem)
  const json = JSON.stringify(value)
  if (json === undefined || findProblem(setting, JSON.parse(json)) !== undefined) {
    throw refuse('it is no longer the same once it is written as JSON and read again')
  }
  return json
}

function findProblem({ schema, secret = false }: Setting, value: unknown): string | undefined {
  try {
    const parsed = schema.safeParse(value)
    return parsed.success ? undefined : sayWhy({ secret }, parsed.error.issues)
  } catch (error) {
    return `its schema raised a ${error instanceof Error ? error.name : typeof error}`
  }
}
