/**
 * The ways through an app: which pages a route shows, and which routes a page, a redirect or a menu leads to.
 *
 * What cannot be told counts as a way in, so that a page is said to be out of reach only when it is.
 */
import { shapeOfPath } from 'ashlar/module'
import { fileOf, findPaths, importsOf, isValueImport, listShipped } from '../../project/import-graph.ts'
import type { ModuleModel, PackageModel, Project, SourceFile } from '../../project/project.ts'
import { type Usage, usesOf } from '../../project/uses-of.ts'
import { listModulePageFiles, listPageFiles } from './page-files.ts'

export interface Ways {
  /** The pages that some code shows, by name: `orders/Browse`. */
  readonly shown: ReadonlySet<string>
  /** The pages that a person can come to. */
  readonly reached: ReadonlySet<string>
}

/** Pages and routes, and what leads from one to another. */
interface Graph {
  readonly edges: Map<string, Set<string>>
  readonly entrances: Set<string>
}

const pageNode = (name: string): string => `page ${name}`
const routeNode = (id: string): string => `route ${id}`

const known = new WeakMap<Project, Ways>()

/** The ways through the apps of a project. Read once a project. */
export function waysThrough(project: Project): Ways {
  const found = known.get(project) ?? readWays(project)
  known.set(project, found)
  return found
}

function readWays(project: Project): Ways {
  const graph: Graph = { edges: new Map(), entrances: new Set() }
  const pagesOf = readPagesOfFiles(project)
  addRoutes(graph, project, pagesOf)
  addPages(graph, project, pagesOf)
  addOpenWays(graph, project)
  const targets = new Set([...graph.entrances, ...[...graph.edges.values()].flatMap((to) => [...to])])
  return { shown: pagesAmong(targets), reached: pagesAmong(follow(graph)) }
}

const pagesAmong = (nodes: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...nodes].flatMap((node) => (node.startsWith('page ') ? [node.slice('page '.length)] : [])))

function follow({ edges, entrances }: Graph): ReadonlySet<string> {
  const reached = new Set(entrances)
  // A set that grows is walked to its new end.
  for (const node of reached) for (const next of edges.get(node) ?? []) reached.add(next)
  return reached
}

function connect({ edges, entrances }: Graph, from: readonly string[], to: string): void {
  if (from.length === 0) entrances.add(to)
  for (const node of from) edges.set(node, (edges.get(node) ?? new Set()).add(to))
}

type PagesOfFiles = ReadonlyMap<SourceFile, ReadonlySet<string>>

/** What leads to each route: the pages that name it, and the routes whose handlers do. */
function addRoutes(graph: Graph, project: Project, pagesOf: PagesOfFiles): void {
  const { members, wholes } = usesOf(project, 'defineRoutes')
  for (const [id, usages] of members) {
    for (const usage of usages) {
      const pages = [...(pagesOf.get(usage.file) ?? [])].map(pageNode)
      connect(graph, pages.length > 0 ? pages : listHandlers(usage, project), routeNode(id))
    }
  }
  for (const { declares } of allModules(project)) {
    // A menu that cannot be read whole may lead to any of the module's routes.
    const isOpen = declares.partial.includes('menu')
    for (const { id } of declares.routes) {
      if (isOpen || wholes.has(id.split('.')[0] ?? '')) graph.entrances.add(routeNode(id))
    }
  }
}

/** What shows each page: the routes whose handlers name it. */
function addPages(graph: Graph, project: Project, pagesOf: PagesOfFiles): void {
  const { members, wholes } = usesOf(project, 'definePages')
  for (const [id, usages] of members) {
    const shows = usages.filter(({ file }) => !pagesOf.has(file))
    for (const usage of shows) connect(graph, listHandlers(usage, project), pageNode(id.replace('.', '/')))
  }
  for (const { declares } of allModules(project)) {
    for (const { name } of declares.pages) if (wholes.has(name.split('/')[0] ?? '')) graph.entrances.add(pageNode(name))
  }
}

/** The routes in whose handlers something stands: `{ store: () => redirect(routes.list()) }` is the handler of `store`. */
function listHandlers({ file, use }: Usage, project: Project): string[] {
  const module = project.moduleOf(file.package)
  if (!module || file === module.definition) return []
  return module.declares.routes.filter(({ name }) => use.within.includes(name)).map(({ id }) => routeNode(id))
}

/** Homes, addresses that are written out, and routes that are called from elsewhere. */
function addOpenWays(graph: Graph, project: Project): void {
  const homes = project.apps.flatMap(({ declares }) => declares.home ?? [])
  const addresses = new Set([...homes, ...listShipped(project.packages).flatMap(({ facts }) => facts.addresses)])
  const isLinked = new Set([...graph.edges.values()].flatMap((to) => [...to]))
  for (const { declares } of allModules(project)) {
    for (const { id, path } of declares.routes) {
      const node = routeNode(id)
      const showsPage = [...(graph.edges.get(node) ?? [])].some((to) => to.startsWith('page '))
      if (addresses.has(shapeOfPath(path)) || (!showsPage && !isLinked.has(node))) graph.entrances.add(node)
    }
  }
}

const allModules = ({ modules, installedModules }: Project): readonly ModuleModel[] => [...modules, ...installedModules]

/** The pages that each file is a part of and belongs to alone; what the server loads too is left out. */
function readPagesOfFiles(project: Project): PagesOfFiles {
  const found = new Map<SourceFile, Set<string>>()
  for (const [page, start] of listComponents(project)) {
    const isOwn = (file: SourceFile | undefined) => file?.package === start.package && file.room !== 'contract'
    found.set(start, (found.get(start) ?? new Set()).add(page))
    findPaths(project, {
      start,
      follows: (edge) => {
        const file = isValueImport(edge) ? fileOf(edge.target) : undefined
        if (!file || !isOwn(file)) return false
        found.set(file, (found.get(file) ?? new Set()).add(page))
        return true
      },
      finds: () => false,
    })
  }
  removeShared(found, project)
  return found
}

/** The component of each page, those with which apps stand in for a module's among them. */
function* listComponents(project: Project): Generator<readonly [page: string, file: SourceFile]> {
  const listed: (readonly [string, ReadonlyMap<string, string>])[] = [
    ...project.modules.map((module) => [`${module.id}/`, listModulePageFiles(module)] as const),
    ...project.apps.map(({ package: of }) => ['', listPageFiles(of, 'pages')] as const),
  ]
  for (const [prefix, files] of listed) {
    for (const [component, path] of files) {
      const file = project.files.get(path)
      if (file) yield [`${prefix}${component}`, file]
    }
  }
}

function removeShared(pagesOf: Map<SourceFile, Set<string>>, project: Project): void {
  const packages = new Set<PackageModel>([...pagesOf.keys()].map((file) => file.package))
  const outside = new Set([...packages].flatMap(({ sources }) => sources.filter((file) => !pagesOf.has(file))))
  // A set that grows is walked to its new end.
  for (const file of outside) {
    for (const edge of importsOf(project, file)) {
      const target = isValueImport(edge) ? fileOf(edge.target) : undefined
      if (target && file.room !== 'tests' && pagesOf.delete(target)) outside.add(target)
    }
  }
}
