import { describePath, findPaths, isValueImport } from '../../project/import-graph.ts'
import { defineRule } from '../../rule.ts'
import { describeServerOnly } from './server-only.ts'

/** ASH728: a contract that cannot be loaded in a browser. */
export const contractNotIsomorphic = defineRule({
  code: 'ASH728',
  title: 'A contract that only a server can load',
  family: 'imports',
  level: 'error',
  atBoot: true,
  cause: 'Pages load contracts for their links, forms and texts, so whatever a contract imports is sent to browsers.',
  remedy: 'Import only contracts, schemas and types in a contract; declare an interface for what the server does.',
  fix: { none: 'What the contract wants of the server has to be said in another way.' },
  *check(project) {
    for (const { id, contract } of project.modules) {
      if (!contract) continue
      const paths = findPaths(project, {
        start: contract,
        follows: isValueImport,
        finds: (edge) => describeServerOnly(edge) !== undefined,
      })
      for (const path of paths) {
        const [first] = path.edges
        const last = path.edges.at(-1)
        if (!first || !last) continue
        yield {
          place: { file: contract.path, line: first.import.at.line, column: first.import.at.column },
          message: `The contract of module "${id}" reaches ${last.import.specifier}, which ${describeServerOnly(last)}: ${describePath(path)}.`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})
