import { Prop } from './props.ts'
import { RawJson } from './raw-json.ts'

/** A value does not have the form that its schema declares. */
export class Misfit extends Error {
  override readonly name = 'Misfit'
  /** Where in the value, from the outside in. */
  readonly path: string[] = []
}

/** Adds a step to the place of a misfit on its way out; other errors pass. */
export function misfitAt(error: unknown, step: string): unknown {
  if (error instanceof Misfit) error.path.unshift(step)
  return error
}

/** Far deeper than any page; a value that reaches it contains itself. */
const maxDepth = 200

/**
 * A value as the browser will read it: dates as text, big integers as digits, whatever else `toJSON` says.
 *
 * Copies only what it changes. Raises a `Misfit` on what JSON cannot say.
 */
export function plainJson(value: unknown): unknown {
  return toPlain(value, 0)
}

/** Whether a value is an object literal, rather than a date, a list or an instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

export function isThenable(value: object): value is PromiseLike<unknown> {
  return 'then' in value && typeof value.then === 'function'
}

/** Maps a list, or returns the same list when nothing in it changes. */
export function mapList(
  list: readonly unknown[],
  change: (item: unknown, index: number) => unknown,
): readonly unknown[] {
  let changed: unknown[] | undefined
  let index = 0
  try {
    for (; index < list.length; index += 1) {
      const item = list[index]
      const next = change(item, index)
      if (changed) changed.push(next)
      else if (next !== item) changed = [...list.slice(0, index), next]
    }
  } catch (error) {
    throw misfitAt(error, String(index))
  }
  return changed ?? list
}

/** Sets a member whose key comes from outside; `__proto__` is a key like any other. */
export function setMember(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  else target[key] = value
}

/** Raises on what is no value yet, in a place where nobody waits for it. */
export function assertSettled(value: object): void {
  if (value instanceof Prop || value instanceof RawJson || isThenable(value)) {
    throw new Misfit(
      'a promise, a prop kind or raw JSON stands inside a list; give it to the prop or to a member of an object',
    )
  }
}

function toPlain(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new Misfit(`a ${typeof value} stands where a value is declared`)
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth > maxDepth) throw new Misfit('the value contains itself')
  if (Array.isArray(value)) return mapList(value, (item) => toPlain(item, depth + 1))
  if (!isPlainObject(value)) assertSettled(value)
  const { toJSON } = value as { toJSON?: unknown }
  if (typeof toJSON === 'function') return toPlain(toJSON.call(value, ''), depth + 1)
  return mapMembers(value as Record<string, unknown>, depth)
}

function mapMembers(source: Record<string, unknown>, depth: number): unknown {
  let changed: Record<string, unknown> | undefined
  for (const key of Object.keys(source)) {
    const member = source[key]
    const next = toPlainMember(key, member, depth + 1)
    if (next === member) continue
    changed ??= { ...source }
    setMember(changed, key, next)
  }
  return changed ?? source
}

function toPlainMember(key: string, member: unknown, depth: number): unknown {
  try {
    return toPlain(member, depth)
  } catch (error) {
    throw misfitAt(error, key)
  }
}
