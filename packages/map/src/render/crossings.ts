/** The red lines of a map: what crosses walls from one module to another, together. */
import type { Breach, ProjectMap } from '../model/project-map.ts'
import { distinct } from '../model/sorted.ts'

export interface CrossingLine {
  readonly from: string
  readonly to: string
  readonly breaches: readonly Breach[]
  /** `ASH720, ASH721`. */
  readonly codes: string
}

/** One line between the same two modules, however many breaches there are. */
export function listCrossingLines({ breaches }: ProjectMap): CrossingLine[] {
  const crossings = breaches.flatMap((breach) => breach.crossings.map((crossing) => ({ ...crossing, breach })))
  const pairs = Map.groupBy(crossings, ({ from, to }) => JSON.stringify([from, to]))
  return [...pairs.values()].flatMap((pair): CrossingLine[] => {
    const [first] = pair
    if (!first) return []
    const found = pair.map(({ breach }) => breach)
    return [
      { from: first.from, to: first.to, breaches: found, codes: distinct(found.map(({ code }) => code)).join(', ') },
    ]
  })
}
