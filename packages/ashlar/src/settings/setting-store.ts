/**
 * What was set while the app ran: rows of the database, and this process's memory of them.
 *
 * What holds for the whole app is always in memory. What tenants and users have set is read when it is first asked for, all
 * of one owner at once, and kept for as many owners as there is room for.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { LRUCache } from 'lru-cache'
import type { SettingLevel } from '../contract/settings.ts'
import {
  type Database,
  findSurroundingUnit,
  findUnitOfWork,
  runStatement,
  runUnitOfWork,
  type Statement,
  type UnitOfWork,
} from '../data/runtime.ts'
import type { Notices } from '../notices/create-notices.ts'
import { RequestScope } from '../scope/request-scope.ts'
import { findTable, listSystemValues, listValuesFor, listValuesOf, writeValue } from './statements.ts'

/** What a kept value belongs to. */
export interface ValuePlace {
  readonly kind: 'setting' | 'flag'
  readonly module: string
  readonly name: string
  readonly level: SettingLevel
  /** The id of the tenant or the user; empty for the whole app. */
  readonly owner: string
}

/** A value as it is kept. */
export interface KeptValue extends ValuePlace {
  readonly id: string
  /** Whether it says anything: one that was taken back does not. */
  readonly isSet: boolean
  readonly value: unknown
  /** A secret's value, encrypted. */
  readonly sealed: string | null
  /** Rises with each change of this value. */
  readonly revision: number
  readonly changedAt: Date
  readonly changedBy: string | null
}

/** A level above the whole app, and who is meant there. */
export interface Owner {
  readonly level: 'tenant' | 'user'
  readonly id: string
}

/** The value of JSON, or the encrypted text of a secret; neither takes back what was set. */
export type NewValue = { readonly json: string } | { readonly sealed: string } | undefined

/** What owners have set, and whether that may have changed since it was read. */
interface OwnerValues {
  values: Map<string, KeptValue>
  /** Rises with each notice, so that what was read before one is not taken for what holds after it. */
  notices: number
  stale: boolean
  wasRead: boolean
  reading: Promise<void> | undefined
}

/** What is told of a change. */
type Change = Pick<KeptValue, 'id' | 'level' | 'owner' | 'revision'>

const mostOwners = 10_000

/** The id of a value: the same place has the same one for ever. */
export function idOf({ kind, module, name, level, owner }: ValuePlace): string {
  const thing = `${kind}:${module}.${name}`
  return level === 'system' ? thing : `${thing}@${level}:${owner}`
}

export class SettingStore {
  readonly #database: Database
  readonly #notices: Notices
  readonly #outside = AsyncLocalStorage.snapshot()
  readonly #system = new Map<string, KeptValue>()
  readonly #owners = new LRUCache<string, OwnerValues>({ max: mostOwners })
  /** Units of work that have changed something: they read what they will keep. */
  readonly #changing = new WeakSet<UnitOfWork>()
  #reading: Promise<void> | undefined
  #readAgain = false

  constructor(database: Database, notices: Notices) {
    this.#database = database
    this.#notices = notices
    notices.listen<Change>('setting', {
      onNotice: (change) => this.#hear(change),
      onMissed: () => this.#forget(),
    })
  }

  /** Reads what holds for the whole app. */
  load(): Promise<void> {
    this.#readAgain = true
    this.#reading ??= this.#readSystem()
    return this.#reading
  }

  /** The same, where nothing may have been migrated yet. */
  async loadIfThere(): Promise<void> {
    const [found] = await this.#outside(() => this.#aside(undefined, findTable([])))
    if (found !== undefined) await this.load()
  }

  /** What was set for the whole app, as far as this process knows. */
  findSystem(id: string): KeptValue | undefined {
    return this.#system.get(id)
  }

  /** Whether the unit of work of the caller has changed something. */
  get changing(): boolean {
    const current = findUnitOfWork()
    return current !== undefined && this.#changing.has(current.unit)
  }

  /** What every level says of one thing, as the unit of work of the caller sees it. */
  async readWithin(places: readonly ValuePlace[]): Promise<readonly KeptValue[]> {
    const statement = listValuesFor([places.map(idOf)])
    const tenant = places.find(({ level }) => level === 'tenant')?.owner
    return this.#readRows(tenant === undefined ? statement : { ...statement, view: { tenant } })
  }

  /** What a tenant or a user has set. While the database is away, the last that is known. */
  async valuesOf(owner: Owner): Promise<ReadonlyMap<string, KeptValue>> {
    const key = `${owner.level}:${owner.id}`
    const entry = this.#owners.get(key) ?? newOwner()
    if (!entry.stale) return entry.values
    this.#owners.set(key, entry)
    try {
      // Whoever holds a connection for bookkeeping must not wait for another of the same few.
      if (this.#insideBookkeeping()) merge(entry.values, await this.#readRows(selectOwner(owner)))
      else await this.#readOwner(owner, entry)
    } catch (error) {
      if (!entry.wasRead) throw error
    }
    return entry.values
  }

  /** Changes a value within the unit of work of the caller. Kept, it holds in this process at once. */
  async write(place: ValuePlace, value: NewValue): Promise<void> {
    const current = findUnitOfWork()
    const statement = writeValue([
      idOf(place),
      place.kind,
      place.module,
      place.name,
      place.level,
      place.owner,
      value !== undefined,
      value !== undefined && 'json' in value ? value.json : null,
      value !== undefined && 'sealed' in value ? value.sealed : null,
    ])
    const view = place.level === 'tenant' ? { tenant: place.owner } : undefined
    const [kept] = await this.#readRows(view ? { ...statement, view } : statement)
    if (current === undefined || kept === undefined) throw new TypeError('A setting is changed within a unit of work.')
    this.#changing.add(current.unit)
    current.frame.followUps.push(() => this.#keep(kept))
    const { id, level, owner, revision } = kept
    const change: Change = { id, level, owner, revision }
    this.#notices.give('setting', change)
  }

  #keep(kept: KeptValue): void {
    if (kept.level === 'system') merge(this.#system, [kept])
    else {
      const entry = this.#owners.peek(`${kept.level}:${kept.owner}`)
      if (entry) merge(entry.values, [kept])
    }
  }

  #hear({ id, level, owner, revision }: Change): Promise<void> | undefined {
    const entry = this.#owners.peek(`${level}:${owner}`)
    const known = level === 'system' ? this.#system.get(id) : entry?.values.get(id)
    if (known !== undefined && known.revision >= revision) return
    if (level === 'system') return this.load()
    if (entry) markStale(entry)
  }

  #forget(): Promise<void> {
    for (const entry of this.#owners.values()) markStale(entry)
    return this.load()
  }

  async #readSystem(): Promise<void> {
    try {
      while (this.#readAgain) {
        this.#readAgain = false
        merge(this.#system, await this.#outside(() => this.#aside(undefined, listSystemValues([]))))
      }
    } finally {
      // At once with the last look at what is asked for: whoever asks from now on begins anew.
      this.#reading = undefined
    }
  }

  #readOwner(owner: Owner, entry: OwnerValues): Promise<void> {
    entry.reading ??= this.#outside(async () => {
      try {
        for (let tries = 0; entry.stale && tries < 5; tries += 1) {
          const before = entry.notices
          const rows = await this.#aside(owner.level === 'tenant' ? owner.id : undefined, selectOwner(owner))
          merge(entry.values, rows)
          entry.wasRead = true
          entry.stale = entry.notices !== before
        }
      } finally {
        entry.reading = undefined
      }
    })
    return entry.reading
  }

  #insideBookkeeping(): boolean {
    const surrounding = findSurroundingUnit()
    return surrounding?.source === this.#database.bookkeeping && surrounding.connected
  }

  #aside(tenant: string | undefined, statement: Statement): Promise<readonly KeptValue[]> {
    const scope = new RequestScope({ id: 'settings', readOnly: true, tenant })
    return runUnitOfWork(this.#database.bookkeeping, scope, () => this.#readRows(statement))
  }

  async #readRows(statement: Statement): Promise<readonly KeptValue[]> {
    return (await runStatement(statement)).rows as readonly KeptValue[]
  }
}

function selectOwner({ level, id }: Owner): Statement {
  const statement = listValuesOf([level, id])
  return level === 'tenant' ? { ...statement, view: { tenant: id } } : statement
}

const newOwner = (): OwnerValues => ({ values: new Map(), notices: 0, stale: true, wasRead: false, reading: undefined })

function markStale(entry: OwnerValues): void {
  entry.notices += 1
  entry.stale = true
}

/** Takes over what is newer. What was read may be older than what this process has kept since. */
function merge(values: Map<string, KeptValue>, rows: readonly KeptValue[]): void {
  for (const row of rows) if (row.revision > (values.get(row.id)?.revision ?? 0)) values.set(row.id, row)
}
