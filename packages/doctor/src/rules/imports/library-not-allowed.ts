import { importsOf } from '../../project/import-graph.ts'
import { defineRule } from '../../rule.ts'

/** ASH731: a library outside of the modules it is kept to. */
export const libraryNotAllowed = defineRule({
  code: 'ASH731',
  title: 'A library outside of its modules',
  family: 'imports',
  level: 'error',
  cause: 'doctor.json keeps the library to some modules, so that it can be replaced there and nowhere else.',
  remedy: 'Ask one of those modules for what the library does, through its contract.',
  fix: { none: 'The other module has to offer it, or the list has to grow.' },
  *check(project) {
    const { libraries } = project.config
    for (const { id, package: of } of project.modules) {
      for (const file of of.sources) {
        for (const { import: each, target } of importsOf(project, file)) {
          const name = target.kind === 'library' ? target.name : undefined
          const allowed = name === undefined ? undefined : libraries[name]
          if (name === undefined || !allowed || (id !== undefined && allowed.includes(id))) continue
          yield {
            place: { file: file.path, line: each.at.line, column: each.at.column },
            message: `Module "${id}" imports the library "${name}", which is kept to ${allowed.map((other) => `"${other}"`).join(' and ') || 'no module'}.`,
            modules: id === undefined ? [] : [id],
          }
        }
      }
    }
  },
})
