/** Puts modules in their boot order, and finds circles of needs. */
import type { ModuleManifest } from './manifest.ts'

export interface ModuleOrder {
  /** Ids, each after all that it needs; where needs leave the choice, in alphabetical order. */
  readonly ids: readonly string[]
  /** Circles, each once and written out from its first id: `['a', 'b', 'a']`. Each need that is in one, is in one of these. */
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

/** Orders modules so that each comes after what it needs. An optional need counts like any other. */
export function orderModules(manifests: readonly ModuleManifest[]): ModuleOrder {
  const needed = listNeededModules(manifests)
  const ids: string[] = []
  const done = new Set<string>()
  const underWay = new Set<string>()
  let circular = false

  function visit(id: string): void {
    if (done.has(id)) return
    if (underWay.has(id)) {
      circular = true
      return
    }
    underWay.add(id)
    for (const other of needed.get(id) ?? []) visit(other)
    underWay.delete(id)
    done.add(id)
    ids.push(id)
  }

  for (const id of [...needed.keys()].toSorted()) visit(id)
  return { ids, circles: circular ? listCircles(needed) : [] }
}

/** For every need that is in a circle, the shortest circle through it: a whole list could be endless to read. */
function listCircles(needed: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const circles = new Map<string, readonly string[]>()
  for (const id of [...needed.keys()].toSorted()) {
    for (const other of needed.get(id) ?? []) {
      const wayBack = findShortestPath(needed, other, id)
      if (!wayBack) continue
      const circle = turnToFirst(wayBack)
      circles.set(circle.join('\n'), circle)
    }
  }
  return [...circles.values()]
}

/** The fewest steps from one module to another along needs, both ends included. */
function findShortestPath(
  needed: ReadonlyMap<string, readonly string[]>,
  from: string,
  to: string,
): readonly string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]])
  for (const id of cameFrom.keys()) {
    if (id === to) {
      const path: string[] = []
      for (let step: string | undefined = to; step !== undefined; step = cameFrom.get(step)) path.unshift(step)
      return path
    }
    for (const other of needed.get(id) ?? []) if (!cameFrom.has(other)) cameFrom.set(other, id)
  }
  return undefined
}

/** The same circle, written from its alphabetically first id and back to it. */
function turnToFirst(members: readonly string[]): readonly string[] {
  const [first = ''] = members.toSorted()
  const start = members.indexOf(first)
  return [...members.slice(start), ...members.slice(0, start), first]
}
