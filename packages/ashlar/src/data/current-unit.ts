import { AsyncLocalStorage } from 'node:async_hooks'
import { findScope } from '../scope/request-scope.ts'
import type { UnitFrame } from './unit-frame.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/** The unit of work of the current call, and the savepoint of it that the call stands in. */
export interface CurrentUnit {
  readonly unit: UnitOfWork
  readonly frame: UnitFrame
}

/** Narrower than a request scope: a savepoint's statements are told from those beside it by where they are called. */
const ambient = new AsyncLocalStorage<CurrentUnit>()

/** Runs work inside a unit of work, or one of its savepoints. */
export function runInUnit<Result>(current: CurrentUnit, work: () => Promise<Result>): Promise<Result> {
  // A query of Drizzle runs when it is awaited: work that returns one is awaited where it belongs.
  return ambient.run(current, async () => await work())
}

/** The unit of work that a call made here would join, or `undefined` outside of any. */
export function findUnitOfWork(): CurrentUnit | undefined {
  const current = ambient.getStore()
  return current !== undefined && current.unit.scope === findScope() ? current : undefined
}

/**
 * The unit of work that surrounds a call, though it belongs to another scope: what begins a unit of its own here would wait for a second
 * connection while this one holds its own.
 */
export function findSurroundingUnit(): UnitOfWork | undefined {
  return ambient.getStore()?.unit
}
