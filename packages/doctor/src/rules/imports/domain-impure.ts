import type { ImportEdge } from '../../project/import-graph.ts'
import { importsOf, isValueImport } from '../../project/import-graph.ts'
import { defineRule } from '../../rule.ts'

/** Of the framework, the domain may know what is isomorphic. */
const framework = /^(?:ashlar(?!\/contract$)(?:\/.*)?|@ashlar\/.+|react(?:-dom)?(?:\/.*)?|fastify|@inertiajs\/.+)$/
/** Builtin modules that compute and touch nothing. */
const pureBuiltins: ReadonlySet<string> = new Set([
  'util',
  'buffer',
  'url',
  'querystring',
  'path',
  'assert',
  'string_decoder',
])

/** ASH726: a rule of the domain that depends on a framework, or reaches out of the process. */
export const domainImpure = defineRule({
  code: 'ASH726',
  title: 'A domain that is not pure',
  family: 'imports',
  level: 'error',
  cause: 'The domain is what stays when frameworks and storage change; with neither in it, its tests need nothing.',
  remedy: 'Declare what it wants as an interface in domain/, and implement that in data/ or clients/.',
  fix: { none: 'The interface has to be designed.' },
  *check(project) {
    for (const { id, package: of } of project.modules) {
      for (const file of of.sources.filter(({ room }) => room === 'domain')) {
        for (const edge of importsOf(project, file)) {
          const what = isValueImport(edge) ? describeImpurity(edge) : undefined
          if (what === undefined) continue
          const { line, column } = edge.import.at
          yield {
            place: { file: file.path, line, column },
            message: `${file.inPackage} imports ${edge.import.specifier}, which is ${what}.`,
            modules: id === undefined ? [] : [id],
          }
        }
      }
    }
  },
})

function describeImpurity({ import: { specifier = '' }, target }: ImportEdge): string | undefined {
  if (target.kind === 'builtin') return pureBuiltins.has(target.name) ? undefined : 'a door out of the process'
  return framework.test(specifier) ? 'part of a framework' : undefined
}
