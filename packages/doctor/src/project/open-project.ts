import { join } from 'node:path'
import { FactsCache } from '../facts/facts-cache.ts'
import type { Project } from './project.ts'
import { readProject } from './read-project.ts'
import { findRoot } from './workspace.ts'

const cacheFile = '.ashlar/doctor/facts.json'

export interface OpenProjectOptions {
  /** A folder of the project; its workspace is found from there. */
  readonly folder: string
  /** Where facts of unchanged files are kept; whoever gives it saves it. @default a file below `.ashlar` in the root of the project */
  readonly cache?: FactsCache
}

/**
 * Reads the project around a folder.
 *
 * @throws ASH860 when doctor.json is malformed, ASH861 when there is no project, ASH917 when pnpm-workspace.yaml is malformed.
 */
export async function openProject({ folder, cache }: OpenProjectOptions): Promise<Project> {
  const root = findRoot(folder)
  if (cache) return readProject(root, cache)
  const own = await openFactsCache(root)
  const project = await readProject(root, own)
  await own.save()
  return project
}

/** The facts that are kept below `.ashlar` in the root of a project. */
export const openFactsCache = (root: string): Promise<FactsCache> => FactsCache.open(join(root, cacheFile))
