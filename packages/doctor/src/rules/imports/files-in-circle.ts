import { listCircles } from '../../project/circles.ts'
import { fileOf, type ImportEdge, importsOf, isShipped } from '../../project/import-graph.ts'
import type { PackageModel, Project, SourceFile } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'

/** ASH727: files that import each other. */
export const filesInCircle = defineRule({
  code: 'ASH727',
  title: 'Files that import each other in a circle',
  family: 'imports',
  level: 'error',
  cause:
    'Files in a circle can only be read and tested together, and which of them loads first decides whether a constant is there.',
  remedy: 'Move what both need into a third file, pass it as an argument, or import a type with "import type".',
  fix: { none: 'Which import to give up is a decision.' },
  *check(project) {
    for (const of of project.packages) {
      for (const circle of listCirclesOf(project, of)) {
        const cut = findCheapestCut(circle)
        if (!cut) continue
        const id = project.moduleOf(of)?.id
        const names = [...circle.map(({ from }) => from.inPackage), circle[0]?.from.inPackage]
        yield {
          place: { file: cut.from.path, line: cut.import.at.line, column: cut.import.at.column },
          message: `These files import each other in a circle: ${names.join(' → ')}.`,
          remedy: `The cheapest cut is here: ${describeCut(cut)}`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})

/** Types are gone when a file is loaded, and an import inside of a function waits. */
const ties = ({ import: { kind, typeOnly } }: ImportEdge): boolean => !typeOnly && kind !== 'dynamic'

function listCirclesOf(project: Project, of: PackageModel): ImportEdge[][] {
  const edgesFrom = (file: SourceFile) =>
    importsOf(project, file).filter((edge) => ties(edge) && fileOf(edge.target)?.package === of)
  return listCircles(of.sources.filter(isShipped), (file) =>
    edgesFrom(file).flatMap((edge) => {
      const to = fileOf(edge.target)
      return to ? [{ to, edge }] : []
    }),
  )
}

/** The import that brings the fewest names. */
function findCheapestCut(circle: readonly ImportEdge[]): ImportEdge | undefined {
  const names = ({ import: { names } }: ImportEdge) =>
    names.some(({ imported }) => imported === '*') ? 99 : names.length
  return circle.toSorted((one, other) => names(one) - names(other))[0]
}

function describeCut({ from, import: { names, specifier } }: ImportEdge): string {
  const brought = names.map(({ imported }) => imported).join(', ')
  return brought === ''
    ? `${from.inPackage} imports ${specifier} for its effect alone.`
    : `${from.inPackage} needs only ${brought} of ${specifier}. Move that into a file of its own, or pass it as an argument.`
}
