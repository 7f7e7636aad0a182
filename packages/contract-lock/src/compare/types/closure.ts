/** What a type of a lock is made of, as text. */
import type { Surface } from '../../lock/lock.ts'
import { nameOfKey, textOf } from './program.ts'

/** A text of types with all the declarations and imports it names: equal closures mean equal types. */
export function closureOf(start: string, { imports, types }: Surface): string {
  const known = { ...imports, ...types }
  const declarations = new Map<string, string>()
  const pending = [start]
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    const words = new Set(text.match(/[A-Za-z_$][\w$]*/g))
    for (const key of Object.keys(known)) {
      if (declarations.has(key) || !words.has(nameOfKey(key))) continue
      const declaration = `${key} ${textOf(known[key])}`
      declarations.set(key, declaration)
      pending.push(declaration)
    }
  }
  return [start, ...[...declarations.values()].toSorted()].join('\n')
}

/** The keys of the types that two states of a contract have alike, with all they are made of. */
export function listShared(old: Surface, now: Surface): ReadonlySet<string> {
  const keys = new Set([...Object.keys(old.types), ...Object.keys(now.types)])
  const closure = (key: string, surface: Surface) => closureOf(`${key} ${textOf(surface.types[key])}`, surface)
  const changed = [...keys].filter((key) => closure(key, old) !== closure(key, now))
  // A type and a value of one name are declared in one place.
  const names = new Set(changed.map(nameOfKey))
  return new Set([...keys].filter((key) => !names.has(nameOfKey(key))))
}
