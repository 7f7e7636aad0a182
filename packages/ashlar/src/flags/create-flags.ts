/** The flags of an app as they are at each moment. All of them are in memory, so reading one costs no query. */
import type { Logger } from 'pino'
import type { ExplainedFlag, FlagDeclaration, FlagRules, FlagSubject, Flags } from '../contract/flags.ts'
import { freezeDeep } from '../contract/freeze-deep.ts'
import { findTenantAtWork } from '../data/runtime.ts'
import { findScope, type RequestScope } from '../scope/request-scope.ts'
import { ownerInvalid } from '../settings/errors.ts'
import { isTenantId } from '../settings/setting-owner.ts'
import { idOf, type KeptValue, type SettingStore, type ValuePlace } from '../settings/setting-store.ts'
import { assertCanChange } from '../settings/write-setting.ts'
import { flagOfOtherModule, flagRulesInvalid, flagUndeclared } from './errors.ts'
import { decide, type KnownFlag, mayBeOn, Rules } from './rules.ts'

export interface FlagsOptions {
  /** The flags of every module that is on. */
  readonly known: readonly KnownFlag[]
  readonly store: SettingStore
  readonly log: Logger
}

/** A flag, and what was set for it. */
export interface FlagFacts {
  /** `billing.new-invoice`. */
  readonly flag: string
  readonly help: string
  readonly default: boolean
  /** Whom a share in percent is counted by. */
  readonly by: KnownFlag['by']
  readonly rules?: FlagRules
  readonly changedAt?: Date
  readonly changedBy?: string
}

/** What people and programs may ask of flags, and do about them. */
export interface FlagOperations {
  readonly list: () => readonly FlagFacts[]
  /** @throws ASH546 when no module has the flag, ASH213 for what cannot be the id of a tenant. */
  readonly explain: (flag: string, subject: FlagSubject) => ExplainedFlag
  /** Runs in a unit of work. */
  readonly set: (flag: string, rules: FlagRules) => Promise<void>
  readonly unset: (flag: string) => Promise<void>
}

export interface AppFlags {
  /** What a module's behaviour is given. */
  readonly of: (module: string, declared: readonly FlagDeclaration[]) => Flags
  /** Whether a flag is on for whoever a scope acts for. */
  readonly isOnFor: (flag: string, scope: RequestScope) => boolean
  /** Whether there may be anybody for whom a flag is on. */
  readonly mayBeOn: (flag: string) => boolean
  readonly operations: FlagOperations
}

type Opened = { readonly rules: FlagRules } | { readonly problem: string }

export function createFlags({ known, store, log }: FlagsOptions): AppFlags {
  const byName = new Map(known.map((flag) => [flag.name, flag]))
  const opened = new WeakMap<KeptValue, Opened>()

  const find = (name: string): KnownFlag => {
    const flag = byName.get(name)
    if (flag === undefined) throw flagUndeclared(name, [...byName.keys()])
    return flag
  }

  function open(kept: KeptValue): Opened {
    const before = opened.get(kept)
    if (before) return before
    const parsed = Rules.safeParse(kept.value)
    const found: Opened = parsed.success
      ? { rules: freezeDeep(parsed.data) }
      : { problem: parsed.error.issues.map(({ message }) => message).join('; ') }
    if ('problem' in found)
      log.warn(
        { flag: `${kept.module}.${kept.name}`, problem: found.problem },
        'The rules of a flag do not fit any more; its default holds.',
      )
    opened.set(kept, found)
    return found
  }

  const findKept = (name: string): KeptValue | undefined => {
    const kept = store.findSystem(idOf(placeAt(name)))
    return kept?.isSet ? kept : undefined
  }

  const findRules = (name: string): FlagRules | undefined => {
    const kept = findKept(name)
    const found = kept && open(kept)
    return found && 'rules' in found ? found.rules : undefined
  }

  function explain(name: string, subject: FlagSubject): ExplainedFlag {
    const kept = findKept(name)
    const found = kept && open(kept)
    const decided = decide(find(name), findRules(name), subject)
    return found && 'problem' in found ? { ...decided, problem: found.problem } : decided
  }

  async function write(name: string, rules: FlagRules | undefined): Promise<void> {
    find(name)
    assertCanChange(`The flag "${name}"`)
    if (rules === undefined) return store.write(placeAt(name), undefined)
    const parsed = Rules.safeParse(rules)
    if (!parsed.success) {
      const reason = parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ')
      throw flagRulesInvalid(name, reason)
    }
    const unknown = parsed.data.tenants?.find((tenant) => !isTenantId(tenant))
    if (unknown !== undefined)
      throw flagRulesInvalid(name, `"${unknown}" is no id of a tenant, which is a UUID in lower case`)
    await store.write(placeAt(name), { json: JSON.stringify(parsed.data) })
  }

  return {
    of(module, declared) {
      const own = new Set(declared.map(({ name }) => name))
      const change = async ({ name }: FlagDeclaration, rules: FlagRules | undefined) => {
        if (!own.has(name)) throw flagOfOtherModule(module, name)
        await write(name, rules)
      }
      return Object.freeze({
        isOn: ({ name }, subject = currentSubject()) => decide(find(name), findRules(name), subject).on,
        explain: ({ name }, subject = currentSubject()) => explain(name, subject),
        set: change,
        unset: (flag) => change(flag, undefined),
      } satisfies Flags)
    },
    isOnFor: (name, scope) => decide(find(name), findRules(name), subjectOf(scope)).on,
    mayBeOn: (name) => mayBeOn(find(name), findRules(name)),
    operations: {
      list: () =>
        known.map(({ name, help, default: initially, by }) => {
          const kept = findKept(name)
          const rules = findRules(name)
          return {
            flag: name,
            help,
            default: initially,
            by,
            ...(rules === undefined ? {} : { rules }),
            ...(kept === undefined ? {} : { changedAt: kept.changedAt }),
            ...(kept?.changedBy ? { changedBy: kept.changedBy } : {}),
          }
        }),
      explain(flag, subject) {
        if (subject.tenant !== undefined && !isTenantId(subject.tenant)) throw ownerInvalid('tenant')
        return explain(flag, subject)
      },
      set: write,
      unset: (flag) => write(flag, undefined),
    },
  }
}

function placeAt(flag: string): ValuePlace {
  const dot = flag.indexOf('.')
  return { kind: 'flag', module: flag.slice(0, dot), name: flag.slice(dot + 1), level: 'system', owner: '' }
}

const subjectOf = ({ actor, tenant }: RequestScope): FlagSubject => ({ user: actor?.id, roles: actor?.roles, tenant })

function currentSubject(): FlagSubject {
  const actor = findScope()?.actor
  return { user: actor?.id, roles: actor?.roles, tenant: findTenantAtWork() }
}
