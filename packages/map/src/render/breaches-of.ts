import type { Breach, Canvas, ProjectMap } from '../model/project-map.ts'

/** The breaches that a module has a part in. */
export function breachesOf({ name }: Pick<Canvas, 'name'>, { breaches }: ProjectMap): Breach[] {
  return breaches.filter(({ modules }) => modules.includes(name))
}
