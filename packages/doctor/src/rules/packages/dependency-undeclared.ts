import { type ImportEdge, importsOf, isShipped } from '../../project/import-graph.ts'
import type { PackageModel } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'

/** ASH842: a package that is imported and not declared. */
export const dependencyUndeclared = defineRule({
  code: 'ASH842',
  title: 'A dependency that is not declared',
  family: 'packages',
  level: 'error',
  cause: 'It is found here because somebody else has installed it; where nobody has, the package does not load.',
  remedy:
    'Declare it in package.json: among the peerDependencies what the app has too, among the dependencies what is the package’s own.',
  fix: { none: 'Which versions it works with has to be tried.' },
  *check(project) {
    const roots = project.packages.filter(({ folder }) => folder === '')
    const atRoot = new Set(roots.flatMap(({ manifest }) => Object.keys(manifest.devDependencies)))
    for (const of of project.packages) {
      // The root of a workspace holds tools and tests, which use what the packages have.
      if (of.kind === 'root') continue
      const told = new Set<string>()
      for (const file of of.sources) {
        for (const edge of importsOf(project, file)) {
          const name = packageNameOf(edge)
          const ships = isShipped(file) && !edge.import.typeOnly && file.inPackage.startsWith('src/')
          if (name === undefined || name === of.name || told.has(name) || isDeclared(of, name, ships, atRoot)) continue
          told.add(name)
          const id = project.moduleOf(of)?.id
          const { line, column } = edge.import.at
          yield {
            place: { file: file.path, line, column },
            message: `"${of.name}" imports ${name}, and its package.json does not declare it${ships ? ' for those who install it' : ''}.`,
            modules: id === undefined ? [] : [id],
          }
        }
      }
    }
  },
})

function packageNameOf({ target }: ImportEdge): string | undefined {
  if (target.kind === 'library') return target.name.includes(':') ? undefined : target.name
  return target.kind === 'package' ? target.package.name : undefined
}

/** Tests and types may come from what only developers install, there or once at the root of the workspace. */
function isDeclared({ manifest }: PackageModel, name: string, ships: boolean, atRoot: ReadonlySet<string>): boolean {
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest
  const lists = [dependencies, peerDependencies, optionalDependencies, ...(ships ? [] : [devDependencies])]
  return lists.some((list) => Object.hasOwn(list, name)) || (!ships && atRoot.has(name))
}
