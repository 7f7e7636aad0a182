/**
 * What depends on what, for the question how far a change reaches.
 *
 * Besides imports there are ways that no import shows: a definition finds the pages, texts and migrations of its module,
 * a service is reached through its contract, and the tests in a package's `tests` folder go through its door, in other
 * processes and in browsers. Where a way cannot be told, it is taken to exist: too many tests cost time, too few cost trust.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileOf, importsOf } from '../project/import-graph.ts'
import type { PackageModel, Project, SourceFile } from '../project/project.ts'

/** How something depends on something else. */
export type Dependence =
  | 'imports'
  | 'may import'
  | 'holds'
  | 'stands for'
  | 'belongs to'
  | 'tests'
  | 'needs'
  | 'depends on'
  | 'is configured by'

/** Something that depends on something else. Files go by their path; packages by their folder. */
export interface Dependent {
  readonly name: string
  readonly how: Dependence
}

/** Files that say how all of a package, or of a workspace, is installed, compiled or tested. */
const configuration =
  /^(?:package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|yarn\.lock|bun\.lockb?|\.npmrc|\.yarnrc\.yml|[tj]sconfig(?:\..+)?\.json|doctor\.json|(?:vite|vitest)\.(?:config|workspace)\.[cm]?[jt]s)$/
/** What people read, and no program does. */
const prose = /^(?:README|CHANGELOG|CONTRIBUTING|LICENSE)(?:\.[a-z]+)?$/i
/** A folder of tests, and the folder they are about before it. */
const testsFolder = /^((?:.*?\/)?)(?:tests?|__tests__)(?=\/)/
/** What only the tests of a package use. */
const fixtures = /^fixtures\//
const testFile = /\.(?:test|spec)\.[cm]?[jt]sx?$/
const sourceFile = /\.[cm]?[jt]sx?$/

/** Whether a file holds tests, by the name that Vitest looks for. */
export const isTestFile = (path: string): boolean => testFile.test(path)

/** What a package is called among files. */
export const nameOfPackage = ({ folder }: Pick<PackageModel, 'folder'>): string => folder || '.'

/** Answers who depends on a file or a package. */
export type Dependents = (name: string) => readonly Dependent[]

/** Finds out what depends on what in a project; `changed` are files that may be unknown to it, because they are gone. */
export function createDependents(project: Project, changed: readonly string[]): Dependents {
  const dependents = new Map<string, Dependent[]>()
  const add = (name: string, dependent: string, how: Dependence) => {
    const known = dependents.get(name)
    if (known) known.push({ name: dependent, how })
    else dependents.set(name, [{ name: dependent, how }])
  }
  for (const file of project.files.values()) addImports(project, file, add)
  for (const of of project.packages) addFiles(project, of, add)
  addPackages(project, add)
  for (const path of changed) {
    if (!dependents.has(path) && !project.files.has(path)) addStranger(project, path, add)
  }
  return (name) => dependents.get(name) ?? []
}

type Add = (name: string, dependent: string, how: Dependence) => void

function addImports(project: Project, file: SourceFile, add: Add): void {
  for (const { target } of importsOf(project, file)) {
    const found = fileOf(target)
    if (found) add(found.path, file.path, 'imports')
    else if (target.kind === 'asset') add(target.path, file.path, 'imports')
    else if (target.kind === 'package') add(nameOfPackage(target.package), file.path, 'imports')
  }
}

/** A package and its own files. */
function addFiles(project: Project, of: PackageModel, add: Add): void {
  for (const inPackage of of.fileNames) addFile(project, of, inPackage, add)
  const definition = project.moduleOf(of)?.definition
  if (definition) add(nameOfPackage(of), definition.path, 'stands for')
  const tests = of.sources.filter(({ inPackage }) => isTestFile(inPackage))
  for (const [folder, inFolder] of Map.groupBy(tests, ({ inPackage }) => testsFolder.exec(inPackage)?.[0])) {
    if (folder !== undefined) addTests(of, folder, inFolder, add)
  }
}

/** The tests in a folder of their own are about all that stands beside the folder. */
function addTests(of: PackageModel, folder: string, tests: readonly SourceFile[], add: Add): void {
  const about = testsFolder.exec(`${folder}/`)?.[1] ?? ''
  const name = pathIn(of, folder)
  for (const { path } of tests) add(name, path, 'belongs to')
  if (about === '') add(nameOfPackage(of), name, 'tests')
  else for (const path of listBelow(of, about)) add(path, name, 'tests')
}

/** What stands below a folder of a package, its tests left out. */
function listBelow(of: PackageModel, folder: string): string[] {
  return of.fileNames
    .filter((inPackage) => inPackage.startsWith(folder) && !testsFolder.test(inPackage))
    .map((inPackage) => pathIn(of, inPackage))
}

function addFile(project: Project, of: PackageModel, inPackage: string, add: Add): void {
  const path = pathIn(of, inPackage)
  const [folder] = testsFolder.exec(inPackage) ?? []
  if (configuration.test(inPackage)) addConfiguration(project, of, path, add)
  else if (isTestFile(inPackage)) return
  else if (folder !== undefined) add(path, pathIn(of, folder), 'holds')
  else if (fixtures.test(inPackage)) add(path, pathIn(of, 'tests'), 'holds')
  else if (prose.test(inPackage)) add(path, 'tests', 'holds')
  else add(path, nameOfPackage(of), 'holds')
}

const pathIn = ({ folder }: PackageModel, inPackage: string): string =>
  folder === '' ? inPackage : `${folder}/${inPackage}`

/** A file that configures a package reaches all of it; in the root of a workspace, everything. */
function addConfiguration(project: Project, of: PackageModel, path: string, add: Add): void {
  add(path, nameOfPackage(of), 'is configured by')
  const configured = of.folder === '' ? [...project.files.values()] : of.sources
  for (const file of configured) if (file.path !== path) add(path, file.path, 'is configured by')
  if (!sourceFile.test(path)) return
  // What a configuration names as text, such as a global set-up, is loaded for everything too.
  for (const [, named = ''] of readFileSync(join(project.root, path), 'utf8').matchAll(
    /['"](?:\.\/)?([^'"\n]+)['"]/g,
  )) {
    const inRoot = of.folder === '' ? named : `${of.folder}/${named}`
    if (project.files.has(inRoot)) add(inRoot, path, 'imports')
  }
}

/** Packages among each other. */
function addPackages({ packages, modules, apps }: Project, add: Add): void {
  for (const module of modules) {
    for (const { service } of module.declares.needs) {
      const offering = modules.filter(({ declares }) => declares.offers.some((offer) => offer.service === service))
      for (const other of offering) add(nameOfPackage(other.package), nameOfPackage(module.package), 'needs')
    }
  }
  for (const { package: app } of apps) {
    const names = new Set(Object.keys({ ...app.manifest.dependencies, ...app.manifest.devDependencies }))
    for (const of of packages) if (names.has(of.name)) add(nameOfPackage(of), nameOfPackage(app), 'depends on')
  }
  const root = packages.find(({ folder }) => folder === '')
  if (root?.kind !== 'root') return
  for (const of of packages) if (of !== root) add(nameOfPackage(of), 'tests', 'tests')
}

/** A file that the project does not list: it is gone, ignored, or of a package inside of this one. */
function addStranger(project: Project, path: string, add: Add): void {
  const owner = project.packages
    .filter(({ folder }) => folder === '' || path.startsWith(`${folder}/`))
    .reduce((deepest, of) => (of.folder.length >= deepest.folder.length ? of : deepest))
  const inPackage = owner.folder === '' ? path : path.slice(owner.folder.length + 1)
  addFile(project, owner, inPackage, add)
  // Whoever imported a file that is gone stands in its package, or imports the package by its name.
  if (!sourceFile.test(path) || testsFolder.test(inPackage) || fixtures.test(inPackage)) return
  for (const file of owner.sources) add(path, file.path, 'may import')
}
