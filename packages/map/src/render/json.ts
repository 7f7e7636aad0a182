import type { ProjectMap } from '../model/project-map.ts'

/** Rises when a program that reads the map would have to change. */
const version = 1

/** The map for programs. */
export function renderJson(map: ProjectMap): string {
  return `${JSON.stringify({ version, ...map }, null, 2)}\n`
}
