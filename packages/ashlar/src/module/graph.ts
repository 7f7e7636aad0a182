/** Puts modules in their boot order, and finds circles of needs. */
import type { ModuleManifest } from './manifest.ts'

export interface ModuleOrder {
  /** Ids, each after all that it needs; ties stand in alphabetical order. */
  readonly ids: readonly string[]
  /** Each circle once, written out: `['a', 'b', 'a']`. */
  readonly circles: readonly (readonly string[])[]
}

/** For each module the ids of the modules that it needs. A need that nobody offers is left out. */
export function listNeededModules(manifests: readonly ModuleManifest[]): ReadonlyMap<string, readonly string[]> {
  const offeredBy = new Map(manifests.flatMap(({ id, offers }) => offers.map(({ service }) => [service, id] as const)))
  return new Map(
    manifests.map(({ id, needs }) => {
      const needed = needs.map(({ service }) => offeredBy.get(service)).filter((other) => other !== undefined)
      return [id, [...new Set(needed)].toSorted()]
    }),
  )
}

/** Orders modules so that each comes after what it needs. */
export function orderModules(manifests: readonly ModuleManifest[]): ModuleOrder {
  const needed = listNeededModules(manifests)
  const ids: string[] = []
  const circles: string[][] = []
  const done = new Set<string>()
  const path: string[] = []

  function visit(id: string): void {
    if (done.has(id)) return
    const start = path.indexOf(id)
    if (start !== -1) {
      circles.push([...path.slice(start), id])
      return
    }
    path.push(id)
    for (const other of needed.get(id) ?? []) visit(other)
    path.pop()
    done.add(id)
    ids.push(id)
  }

  for (const id of [...needed.keys()].toSorted()) visit(id)
  return { ids, circles }
}
