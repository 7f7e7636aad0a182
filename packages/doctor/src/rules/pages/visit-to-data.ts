import { listShipped } from '../../project/import-graph.ts'
import { isOutside } from '../../project/lookup.ts'
import { argumentOf, memberNameOf, placeOf } from '../../project/read-found.ts'
import { defineRule } from '../../rule.ts'

/** ASH777: a form, an action or a link that expects a page of a route that answers data. */
export const visitToData = defineRule({
  code: 'ASH777',
  title: 'A visit to a route that answers data',
  family: 'pages',
  level: 'error',
  cause: 'Forms, actions and links expect a page; data that comes in its place is shown as an error.',
  remedy: 'Visit a route without a response schema, which renders or redirects, or call this one with fetch().',
  fix: { none: 'Whether another route is missing, or the page wants the data itself, is not known.' },
  *check({ packages, lookup, moduleOf }) {
    for (const file of listShipped(packages)) {
      const id = moduleOf(file.package)?.id
      for (const { route: path, at } of file.facts.visits) {
        const route = lookup.follow({ value: { kind: 'name', path, at }, file })
        const name = memberNameOf(route, 'defineRoutes')
        const options = argumentOf(route, 1, lookup)
        if (name === undefined || !options || isOutside(options) || !lookup.property(options, 'response')) continue
        yield {
          place: placeOf(file, at),
          message: `This visits the route "${name}", which answers data and shows no page.`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})
