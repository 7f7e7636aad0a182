/** Pages that are there, and that nobody sees. */
import type { Declared } from '../../project/declarations.ts'
import type { ModuleModel, Project } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'
import { listModulesOfApps } from './modules-of-apps.ts'
import { listModulePageFiles } from './page-files.ts'
import { waysThrough } from './ways.ts'

/** ASH773: a page that no route shows. */
export const pageNeverShown = defineRule({
  code: 'ASH773',
  title: 'A page that no route shows',
  family: 'pages',
  level: 'warning',
  cause: 'A page is seen when a route renders it, so this one never is.',
  remedy: 'Render it in the handler of a route, or drop it from the contract with its component.',
  fix: { none: 'Whether a route is missing or the page is no longer wanted is not known.' },
  *check(project) {
    const { shown } = waysThrough(project)
    for (const { module, page } of listPages(project)) {
      if (shown.has(page.name)) continue
      yield {
        place: page.place,
        message: `No route shows the page "${page.name}".`,
        modules: module.id === undefined ? [] : [module.id],
      }
    }
  },
})

/** ASH774: a page to which nothing leads. */
export const pageOutOfReach = defineRule({
  code: 'ASH774',
  title: 'A page that nothing leads to',
  family: 'pages',
  level: 'warning',
  cause: 'Nobody finds a page that no menu entry, no link and no redirect leads to, unless they know its address.',
  remedy: 'Add a menu entry, or a link on a page that people can come to.',
  fix: { none: 'Where people look for the page is a decision.' },
  *check(project) {
    const { shown, reached } = waysThrough(project)
    for (const { module, page } of listPages(project)) {
      if (!shown.has(page.name) || reached.has(page.name)) continue
      yield {
        place: page.place,
        message: `No menu entry, link or redirect that people can come to leads to the page "${page.name}".`,
        modules: module.id === undefined ? [] : [module.id],
      }
    }
  },
})

interface OwnPage {
  readonly module: ModuleModel
  readonly page: Declared
}

/** The pages with a component of modules that can be read whole. */
function listPages(project: Project): OwnPage[] {
  return listModulesOfApps(project).flatMap((module) => {
    const { id, declares } = module
    if (declares.partial.includes('routes') || declares.partial.includes('pages')) return []
    const files = listModulePageFiles(module)
    return declares.pages.filter(({ name }) => files.has(name.slice(`${id}/`.length))).map((page) => ({ module, page }))
  })
}
