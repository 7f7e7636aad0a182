import { importsOf, isValueImport } from '../../project/import-graph.ts'
import type { Room } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'

/** Where a query may not stand, with what the room is for. */
const rooms: Partial<Readonly<Record<Room, string>>> = {
  routes: 'A route parses, calls an action and answers',
  pages: 'A page shows its props',
  domain: 'The domain holds rules and values',
  contract: 'A contract says what others may know',
}
const queries = /^(?:ashlar\/(?:data|drizzle)(?:\/.*)?|drizzle-orm(?:\/.*)?|pg)$/

/** ASH725: a query, or a library to write one, outside of the data layer. */
export const queryOutsideData = defineRule({
  code: 'ASH725',
  title: 'A query outside of the data layer',
  family: 'imports',
  level: 'error',
  cause: 'A query among routes, pages or rules ties them to tables, and cannot be found when the tables change.',
  remedy: 'Move the query into data/, and call it through an action.',
  fix: { none: 'The query has to move with what it needs.' },
  *check(project) {
    for (const { id, package: of } of project.modules) {
      for (const file of of.sources) {
        const purpose = rooms[file.room]
        if (purpose === undefined) continue
        for (const edge of importsOf(project, file)) {
          const { specifier, at } = edge.import
          if (specifier === undefined || !queries.test(specifier) || !isValueImport(edge)) continue
          yield {
            place: { file: file.path, line: at.line, column: at.column },
            message: `${file.inPackage} imports ${specifier} to write queries. ${purpose}.`,
            modules: id === undefined ? [] : [id],
          }
        }
      }
    }
  },
})
