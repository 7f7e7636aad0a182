/** What a boot refuses for the routes, menus and roles of an app. */
import type { DeclaredRoute } from '../../project/declarations.ts'
import type { ModuleModel } from '../../project/project.ts'
import type { Rule } from '../../rule.ts'
import { bootCheck, type Located } from '../boot-check.ts'

/** The route that the details of a problem name by its key. */
const findRoute = ([module]: readonly ModuleModel[], { key }: { readonly key?: unknown }): Located | undefined =>
  module?.declares.routes.find(({ name }) => name === key)

export const pageBootChecks: readonly Rule[] = [
  bootCheck({
    code: 'ASH113',
    title: 'A route without a permission',
    family: 'pages',
    cause: 'Nothing is open by default: a route that does not say who may use it might be open by mistake.',
    remedy: 'Add can: anyone, can: signedIn or a permission.',
    fix: { none: 'Who may use the route is a decision.' },
    locate: findRoute,
  }),
  bootCheck({
    code: 'ASH114',
    title: 'A permission that nobody declares',
    family: 'pages',
    cause: 'No role can be granted what no module declares, so nobody could ever use the route.',
    remedy: 'Add the permission to definePermissions, and the permissions to the definition.',
    fix: { none: 'Whether the permission is misspelt or missing is not known.' },
    locate: findRoute,
  }),
  bootCheck({
    code: 'ASH115',
    title: 'Two routes with one address',
    family: 'pages',
    cause: 'A request could mean either of the two.',
    remedy: 'Change one of the paths.',
    fix: { none: 'Links and bookmarks lead to both, and which of them moves is a decision.' },
    locate: (involved, { routes }) => findLastOf(involved, routes),
  }),
  bootCheck({
    code: 'ASH124',
    title: 'A role with a permission that nobody declares',
    family: 'pages',
    cause: 'A misspelt permission grants nothing, and nobody notices until a user is refused.',
    remedy: 'Correct the permission, or install the module that declares it.',
    fix: { none: 'Which permission was meant is not known.' },
    locate: (_involved, { role, pattern }, { app }) =>
      app?.declares.grants.find((grant) => grant.role === role && grant.pattern === pattern),
  }),
  bootCheck({
    code: 'ASH126',
    title: 'A menu entry whose address needs parameters',
    family: 'pages',
    cause: 'A menu entry leads to one address, and a path with parameters has none until they are given.',
    remedy: 'Point to a route without parameters.',
    fix: { none: 'Which route was meant is not known.' },
    locate: ([module], { path }) => {
      const routes = module?.declares.routes.filter((route) => route.path === path) ?? []
      return module?.declares.menu.find((entry) => routes.some(({ id }) => id === entry.route))
    },
  }),
  bootCheck({
    code: 'ASH131',
    title: 'A path that a router could misread',
    family: 'pages',
    cause: 'Routers read some characters of a path as patterns, each router in its own way.',
    remedy: 'Write it like /orders/:id/lines: plain segments, and parameters that are whole segments.',
    fix: { none: 'What the path is meant to match is not known.' },
    locate: findRoute,
  }),
  bootCheck({
    code: 'ASH132',
    title: 'A path that the framework answers itself',
    family: 'pages',
    cause: 'What is below /assets and /up never reaches a module.',
    remedy: 'Choose another path.',
    fix: { none: 'Links and bookmarks lead to the path, and the new one is a decision.' },
    locate: findRoute,
  }),
]

/** The last of several routes, which came after the address was taken. */
function findLastOf(involved: readonly ModuleModel[], routes: unknown): DeclaredRoute | undefined {
  const last: unknown = Array.isArray(routes) ? routes.at(-1)?.route : undefined
  return involved
    .flatMap(({ id, declares }) => declares.routes.map((route) => ({ name: `${id}.${route.name}`, route })))
    .findLast(({ name }) => name === last)?.route
}
