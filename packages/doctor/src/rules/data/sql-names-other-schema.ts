import { findQualifiedNames, tokenize } from 'ashlar/sql'
import { defineRule } from '../../rule.ts'

/** ASH745: SQL in a module's code that names another module's schema. */
export const sqlNamesOtherSchema = defineRule({
  code: 'ASH745',
  title: 'SQL that names another module’s schema',
  family: 'data',
  level: 'error',
  atBoot: true,
  cause: 'The other module may change its tables at any time; at run time the handle refuses the statement.',
  remedy: 'Ask the other module through a service of its contract.',
  fix: { none: 'The other module has to offer what is wanted.' },
  *check({ modules }) {
    const ids = new Set(modules.flatMap(({ id }) => id ?? []))
    for (const { id, package: of } of modules) {
      if (id === undefined) continue
      for (const file of of.sources) {
        // A test may look behind the wall.
        if (file.room === 'tests') continue
        for (const { text, at } of file.facts.sql) {
          for (const { schema, text: name, role } of namesIn(text)) {
            if (schema === id || !ids.has(schema) || role === 'other') continue
            yield {
              place: { file: file.path, line: at.line, column: at.column },
              message: `Module "${id}" names ${name} in its SQL, which belongs to module "${schema}".`,
              modules: [id, schema],
            }
          }
        }
      }
    }
  },
})

function namesIn(text: string) {
  const result = tokenize(text)
  return result.unclosed === undefined ? findQualifiedNames(result.tokens) : []
}
