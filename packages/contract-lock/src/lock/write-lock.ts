import { writeFileSync } from 'node:fs'
import { type LockedVersion, lockFormat, type Surface } from './lock.ts'

const widest = 110
/** How many levels stand open whatever their width: the lock, and each of its parts. */
const openDepth = 2

/** The text of a lock: names sorted, a value on one line where it fits, so that a changed line is a changed thing. */
export function formatLock(surface: Surface, { version, unreleased }: LockedVersion): string {
  const { module, package: packageName, ...parts } = surface
  const filled = Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0)
  const state = { version, ...(unreleased === undefined ? {} : { unreleased }) }
  const lock = { format: lockFormat, module, package: packageName, ...state, ...Object.fromEntries(filled) }
  return `${formatValue(lock, '', openDepth)}\n`
}

/** Writes a lock over the one that was there. */
export function writeLock(file: string, surface: Surface, locked: LockedVersion): void {
  writeFileSync(file, formatLock(surface, locked))
}

function formatValue(value: unknown, indent: string, open = 0): string {
  const flat = formatFlat(value)
  if ((open === 0 || !isMap(value)) && indent.length + flat.length <= widest) return flat
  const inner = `${indent}  `
  if (Array.isArray(value)) return `[\n${value.map((item) => inner + formatValue(item, inner)).join(',\n')}\n${indent}]`
  if (typeof value !== 'object' || value === null) return flat
  const entries = Object.entries(value).map(
    ([key, item]) => `${inner}${JSON.stringify(key)}: ${formatValue(item, inner, Math.max(0, open - 1))}`,
  )
  return `{\n${entries.join(',\n')}\n${indent}}`
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function formatFlat(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatFlat).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${formatFlat(item)}`)
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
}
