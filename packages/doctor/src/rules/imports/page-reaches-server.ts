import { describePath, findPaths, isValueImport } from '../../project/import-graph.ts'
import type { SourceFile } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'
import { describeServerOnly } from './server-only.ts'

/** ASH729: a page that would take server code into the browser. */
export const pageReachesServer = defineRule({
  code: 'ASH729',
  title: 'Server code within reach of a page',
  family: 'imports',
  level: 'error',
  atBoot: true,
  cause:
    'All that a page imports is built for the browser: server code breaks the build there, or shows its secrets to everybody.',
  remedy: 'Give the page what it shows as props, and import types with "import type".',
  fix: { none: 'What the page wants of the server has to come as a prop or through a route.' },
  *check(project) {
    for (const { id, contract, package: of } of project.modules) {
      for (const page of of.sources.filter(({ room }) => room === 'pages')) {
        // A contract that reaches the server is told once, not for every page.
        const paths = findPaths(project, {
          start: page,
          follows: (edge) => isValueImport(edge) && !leadsTo(edge.target, contract),
          finds: (edge) => describeServerOnly(edge) !== undefined,
        })
        for (const path of paths) {
          const [first] = path.edges
          const last = path.edges.at(-1)
          // From a part of a page, the part itself is told.
          if (!first || !last || path.edges.slice(1).some(({ from }) => from.room === 'pages')) continue
          yield {
            place: { file: page.path, line: first.import.at.line, column: first.import.at.column },
            message: `The page ${page.inPackage} reaches ${last.import.specifier}, which ${describeServerOnly(last)}: ${describePath(path)}.`,
            modules: id === undefined ? [] : [id],
          }
        }
      }
    }
  },
})

function leadsTo(
  target: { readonly kind: string; readonly file?: SourceFile | undefined },
  contract: SourceFile | undefined,
) {
  return contract !== undefined && target.file === contract
}
