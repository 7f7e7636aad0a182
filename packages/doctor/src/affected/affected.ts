/** How far a change reaches. */
import type { Diagnosis } from '../diagnose.ts'
import type { Project } from '../project/project.ts'
import type { Changes } from './changed-files.ts'
import { createDependents, type Dependence, isTestFile, nameOfPackage } from './dependents.ts'

/** A step of the way from what is affected to what has changed. */
export interface Step {
  readonly how: Dependence
  /** A file by its path, or a package or a folder of tests by its folder. */
  readonly on: string
}

/** Something that a change reaches. */
export interface Reached {
  /** A file by its path, a module by its id. */
  readonly name: string
  /** The shortest way to what has changed, which is where the last step ends; empty for what has changed itself. */
  readonly way: readonly Step[]
}

export interface Affected {
  readonly changes: Changes
  /** The modules of the workspace that are reached. */
  readonly modules: readonly Reached[]
  /** The files with tests that are reached. */
  readonly tests: readonly Reached[]
  /** How many modules and files with tests there are in all. */
  readonly totals: { readonly modules: number; readonly tests: number }
  /** Whether a file, by its path from the root, is reached. */
  readonly reaches: (path: string) => boolean
}

/** Finds what changes reach in a project, through imports and through what no import shows. */
export function findAffected(project: Project, changes: Changes): Affected {
  const steps = walk(project, changes.files)
  const reachedAs = (name: string, node: string): readonly Reached[] =>
    steps.has(node) ? [{ name, way: wayFrom(node, steps) }] : []
  const tests = [...project.files.keys()].filter(isTestFile).toSorted()
  return {
    changes,
    modules: project.modules.flatMap(({ id, package: of }) => reachedAs(id ?? of.name, nameOfPackage(of))),
    tests: tests.flatMap((path) => reachedAs(path, path)),
    totals: { modules: project.modules.length, tests: tests.length },
    reaches: (path) => steps.has(path) || (!project.files.has(path) && steps.has(ownerOf(project, path))),
  }
}

/** Leaves of a diagnosis what stands in files that a change reaches. */
export function keepAffected(diagnosis: Diagnosis, { reaches }: Affected): Diagnosis {
  return {
    ...diagnosis,
    findings: diagnosis.findings.filter(({ place }) => reaches(place.file)),
    passed: diagnosis.passed.filter(({ place }) => reaches(place.file)),
  }
}

/** The first step of the shortest way from each thing that is reached; none for what has changed itself. */
function walk(project: Project, changed: readonly string[]): ReadonlyMap<string, Step | undefined> {
  const dependentsOf = createDependents(project, changed)
  const steps = new Map<string, Step | undefined>(changed.map((path) => [path, undefined]))
  // A map is walked in the order of its entries, those included that are added on the way.
  for (const on of steps.keys()) {
    for (const { name, how } of dependentsOf(on)) if (!steps.has(name)) steps.set(name, { how, on })
  }
  return steps
}

function wayFrom(node: string, steps: ReadonlyMap<string, Step | undefined>): Step[] {
  const way: Step[] = []
  for (let step = steps.get(node); step; step = steps.get(step.on)) way.push(step)
  return way
}

/** The package that a file stands in. */
function ownerOf({ packages }: Project, path: string): string {
  const folders = packages.map(nameOfPackage).filter((folder) => path.startsWith(`${folder}/`))
  return folders.toSorted((one, other) => other.length - one.length)[0] ?? '.'
}
