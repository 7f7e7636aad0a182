/** The files of a project as a graph of imports. */
import type { Import } from '../facts/imports.ts'
import type { PackageModel, Project, SourceFile, Target } from './project.ts'

export interface ImportEdge {
  readonly from: SourceFile
  readonly import: Import
  readonly target: Target
}

const known = new WeakMap<Project, Map<SourceFile, readonly ImportEdge[]>>()

/** What a file imports, and where each import leads. Resolved once a project. */
export function importsOf(project: Project, from: SourceFile): readonly ImportEdge[] {
  const edges = known.get(project) ?? new Map<SourceFile, readonly ImportEdge[]>()
  known.set(project, edges)
  const found = edges.get(from)
  if (found) return found
  const resolved = from.facts.imports.map((each) => ({
    from,
    import: each,
    target: project.resolve(from, each.specifier),
  }))
  edges.set(from, resolved)
  return resolved
}

/** The file an import leads to, if it is one of the project. */
export function fileOf(target: Target): SourceFile | undefined {
  return target.kind === 'file' || target.kind === 'package' ? target.file : undefined
}

/** The package an import leads to, if it is one of the project. */
export function packageOf(target: Target): PackageModel | undefined {
  if (target.kind === 'file') return target.file.package
  return target.kind === 'package' ? target.package : undefined
}

/** Sources that ship: no tests, and nothing that only tests use. */
export function isShipped({ room }: SourceFile): boolean {
  return room !== 'tests' && room !== 'testing'
}

/** The sources of packages that ship. Those of an app stand outside of any `src`. */
export function listShipped(packages: readonly PackageModel[]): SourceFile[] {
  return packages.flatMap(({ kind, sources }) => (kind === 'app' ? sources : sources.filter(isShipped)))
}

/** Whether an import is carried out when the file that holds it is loaded, or later; types are not. */
export function isValueImport({ import: { typeOnly } }: ImportEdge): boolean {
  return !typeOnly
}

/** A way through imports: from a file to something it must not reach. */
export interface Path {
  readonly edges: readonly ImportEdge[]
}

export interface SearchOptions {
  readonly start: SourceFile
  /** Whether an import is followed. */
  readonly follows: (edge: ImportEdge) => boolean
  /** Whether an import leads to what is looked for. */
  readonly finds: (edge: ImportEdge) => boolean
}

/** The shortest way from a file through its imports to each import that is looked for. */
export function findPaths(project: Project, { start, follows, finds }: SearchOptions): Path[] {
  const paths: Path[] = []
  const seen = new Set([start])
  let reached: { readonly file: SourceFile; readonly edges: readonly ImportEdge[] }[] = [{ file: start, edges: [] }]
  while (reached.length > 0) {
    const next: typeof reached = []
    for (const { file, edges } of reached) {
      for (const edge of importsOf(project, file)) {
        if (!follows(edge)) continue
        const path = [...edges, edge]
        if (finds(edge)) {
          paths.push({ edges: path })
          continue
        }
        const target = fileOf(edge.target)
        if (!target || seen.has(target)) continue
        seen.add(target)
        next.push({ file: target, edges: path })
      }
    }
    reached = next
  }
  return paths
}

/** A way in words: `pages/Browse.tsx → parts/list.tsx → data/store.ts`. */
export function describePath({ edges }: Path): string {
  const [first] = edges
  const names = edges.map(({ import: { specifier }, target }) => fileOf(target)?.inPackage ?? specifier ?? '?')
  return [first?.from.inPackage ?? '?', ...names].join(' → ')
}
