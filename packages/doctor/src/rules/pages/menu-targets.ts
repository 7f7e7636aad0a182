/** Menu entries that lead to nothing that a person can look at. */
import type { DeclaredMenuEntry, DeclaredRoute } from '../../project/declarations.ts'
import type { ModuleModel, Project } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'

/** ASH134: a menu entry that leads to a route that acts. */
export const menuDoesNotRead = defineRule({
  code: 'ASH134',
  title: 'A menu entry to a route that acts',
  family: 'pages',
  level: 'error',
  cause: 'A menu entry is a link, and a link can only read.',
  remedy: 'Point to a GET route.',
  fix: { none: 'Which route was meant is not known.' },
  *check(project) {
    for (const { module, entry, route } of listTargets(project)) {
      if (!route || route.method === 'GET') continue
      yield {
        place: entry.place,
        message: `The menu of module "${module.id}" leads to ${route.method} ${route.path}, and a link can only read.`,
        modules: module.id === undefined ? [] : [module.id],
      }
    }
  },
})

/** ASH770: a menu entry that leads nowhere. */
export const menuLeadsNowhere = defineRule({
  code: 'ASH770',
  title: 'A menu entry that leads nowhere',
  family: 'pages',
  level: 'error',
  cause: 'Whoever follows the entry is told that there is no such page.',
  remedy: 'Point to a route that shows a page, and that its module’s definition declares.',
  fix: { none: 'Which route was meant is not known.' },
  *check(project) {
    for (const target of listTargets(project)) {
      const fault = findFault(target, project)
      if (fault === undefined) continue
      yield {
        place: target.entry.place,
        message: `The menu of module "${target.module.id}" leads to ${fault}.`,
        modules: target.module.id === undefined ? [] : [target.module.id],
      }
    }
  },
})

interface Target {
  readonly module: ModuleModel
  readonly entry: DeclaredMenuEntry
  /** What its module's definition declares under the name. */
  readonly route: DeclaredRoute | undefined
}

function listTargets({ modules, installedModules }: Project): Target[] {
  const routes = new Map(
    [...modules, ...installedModules].flatMap(({ declares }) => declares.routes.map((route) => [route.id, route])),
  )
  return modules.flatMap((module) =>
    module.declares.menu.map((entry) => ({
      module,
      entry,
      route: entry.route === undefined ? undefined : routes.get(entry.route),
    })),
  )
}

function findFault({ entry, route }: Target, { modules, installedModules }: Project): string | undefined {
  if (entry.missing) return 'a route that its contract does not have'
  if (route?.api) return `${route.path}, which answers data and shows no page`
  if (route || entry.route === undefined) return undefined
  const [owner = ''] = entry.route.split('.')
  const found = [...modules, ...installedModules].find(({ id }) => id === owner)
  // A module that is not here may declare the route all the same, and so may one that cannot be read whole.
  if (!found || found.declares.partial.includes('routes')) return undefined
  return `the route "${entry.route}", which the definition of module "${owner}" does not declare`
}
