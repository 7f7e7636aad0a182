import { listParameters } from 'ashlar/module'
import { placeOf } from '../../project/read-found.ts'
import { defineRule } from '../../rule.ts'

/** ASH133: a schema for a parameter that the path does not have. */
export const routeParameterUnknown = defineRule({
  code: 'ASH133',
  title: 'A schema for a parameter that the path lacks',
  family: 'pages',
  level: 'error',
  cause: 'One of the two is misspelt, so the parameter that is in the path goes unchecked.',
  remedy: 'Add the parameter to the path, or drop the schema.',
  fix: { none: 'Which of the two is misspelt is not known.' },
  *check({ modules, lookup }) {
    for (const { id, declares } of modules) {
      for (const { name, path, options } of declares.routes) {
        const params = options && lookup.property(options, 'params')
        const known = listParameters(path)
        for (const { key, at, file } of params ? lookup.entries(params) : []) {
          if (known.includes(key)) continue
          yield {
            place: placeOf(file, at),
            message: `The route "${name}" of module "${id}" has a schema for the parameter "${key}", which its path ${path} lacks.`,
            remedy: `Add :${key} to the path, or drop the schema.`,
            modules: id === undefined ? [] : [id],
          }
        }
      }
    }
  },
})
